/** What one producer pushes and one consumer iterates over, in order. */
export interface MessageQueue<Item> extends AsyncIterableIterator<Item> {
  /** How many items wait to be taken. */
  size(): number
  /** Adds an item; ignored once the queue has ended. */
  push(item: Item): void
  /** Ends the iteration once what waits has been taken; with an error, the iteration throws it then. */
  end(error?: Error): void
}

/** What a queue tells its producer. */
export interface QueueListeners {
  /** The consumer waits for more. */
  readonly onEmpty: () => void
  /** The consumer leaves: nothing more is needed. */
  readonly onLeave: () => void
}

interface Waiting<Item> {
  readonly resolve: (result: IteratorResult<Item, undefined>) => void
  readonly reject: (error: Error) => void
}

/** A queue without a bound: its producer looks at `size`. */
export function openQueue<Item>({ onEmpty, onLeave }: QueueListeners): MessageQueue<Item> {
  const items: Item[] = []
  const waiting: Waiting<Item>[] = []
  let isOver = false
  let failure: Error | null = null
  const settle = ({ resolve, reject }: Waiting<Item>): void => {
    const error = failure
    failure = null
    if (error === null) resolve({ done: true, value: undefined })
    else reject(error)
  }
  const end = (error?: Error): void => {
    if (isOver) return
    isOver = true
    failure = error ?? null
    for (const one of waiting.splice(0)) settle(one)
  }
  const leave = (): void => {
    items.length = 0
    failure = null
    end()
    onLeave()
  }
  return {
    size: () => items.length,
    push: (item) => {
      if (isOver) return
      const taker = waiting.shift()
      if (taker === undefined) items.push(item)
      else taker.resolve({ done: false, value: item })
    },
    end,
    next: async () =>
      await new Promise((resolve, reject) => {
        const [item] = items
        if (item !== undefined) {
          items.shift()
          resolve({ done: false, value: item })
        } else if (isOver) settle({ resolve, reject })
        else {
          waiting.push({ resolve, reject })
          onEmpty()
        }
      }),
    return: async () => {
      leave()
      return await Promise.resolve({ done: true, value: undefined })
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
