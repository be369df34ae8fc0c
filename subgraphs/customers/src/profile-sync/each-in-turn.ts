/** Does `work` for one after the other, for all of them also when it fails for some; throws the first failure at the end. */
export async function eachInTurn<Item>(items: readonly Item[], stopping: AbortSignal, work: (item: Item) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  for (const item of items) {
    if (stopping.aborted) return
    await work(item).catch((error: unknown) => failures.push(error))
  }
  const [first] = failures
  if (first instanceof Error) throw first
  if (failures.length > 0) throw new Error('A failure that is no error.', { cause: first })
}
