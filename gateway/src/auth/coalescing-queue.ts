/** Things waiting for their turn. */
export interface CoalescingQueue<Item> {
  /** Has the work done for an item, once for all calls before it begins; a call while it is done has it done again afterwards. */
  add(item: Item): void
  /** Lets go of an item that is still waiting. */
  drop(item: Item): void
}

/** A queue in which `work`, which must not throw, is done for at most `concurrency` items at once and never twice at once for the same. */
export function coalescingQueue<Item>(concurrency: number, work: (item: Item) => Promise<void>): CoalescingQueue<Item> {
  const waiting = new Set<Item>()
  const active = new Set<Item>()
  const run = (item: Item): void => {
    waiting.delete(item)
    active.add(item)
    void work(item).finally(() => {
      active.delete(item)
      startNext()
    })
  }
  const startNext = (): void => {
    for (const item of waiting) {
      if (active.size >= concurrency) return
      if (!active.has(item)) run(item)
    }
  }
  return {
    add: (item) => {
      waiting.add(item)
      startNext()
    },
    drop: (item) => void waiting.delete(item),
  }
}
