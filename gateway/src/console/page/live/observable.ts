/** A value that tells when it has changed. */
export interface Observable<Value> {
  readonly get: () => Value
  /** Calls `listener` after each change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void
}

/** An observable together with the way to change it. */
export interface Settable<Value> extends Observable<Value> {
  /** Setting the very same value again is no change. */
  readonly set: (value: Value) => void
}

/** An observable that begins with `initial`. */
export function observable<Value>(initial: Value): Settable<Value> {
  const listeners = new Set<() => void>()
  let current = initial
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return
      current = value
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
