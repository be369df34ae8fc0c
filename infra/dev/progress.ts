import { Listr } from 'listr2'

/** Something that is under way. */
export interface Step {
  readonly title: string
  readonly done: Promise<unknown>
}

/**
 * Shows steps that run already, each as it ends, and returns when all have; plain lines where there is no terminal.
 * Throws the first failure, once nothing is left to wait for; steps that fail for the same reason are shown as not reached.
 */
export async function showProgress(steps: readonly Step[]): Promise<void> {
  const startedAt = performance.now()
  const failures: unknown[] = []
  // Some may fail before they are looked at.
  for (const { done } of steps) done.catch(() => undefined)
  const tasks = steps.map(({ title, done }) => ({
    title,
    task: async (_: unknown, task: { title?: string | undefined; skip: (message: string) => void }): Promise<void> => {
      try {
        await done
        task.title = `${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`
      } catch (error) {
        if (failures.includes(error)) {
          task.skip(`${title}: not reached`)
          return
        }
        failures.push(error)
        throw error
      }
    },
  }))
  await new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    fallbackRenderer: 'simple',
    rendererOptions: { showErrorMessage: false, collapseErrors: false },
    registerSignalListeners: false,
  }).run()
  if (failures.length > 0) throw failures[0]
}
