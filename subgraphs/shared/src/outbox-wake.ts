const listeners = new Set<() => void>()

/** Tells this process's relays that there is something new in an outbox: they need not wait for their next look. */
export function wakeRelays(): void {
  for (const listener of listeners) listener()
}

/** Calls `listener` each time until the function that is returned is called. */
export function onRelayWake(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
