/** Something a process needs. Without a required one it is not ready; without another it is degraded. */
export interface Dependency {
  readonly name: string
  readonly isRequired: boolean
  /** Rejects when the dependency is away. */
  readonly check: () => Promise<void>
}

/** How a process is, each dependency by name. */
export interface Health {
  readonly status: 'ready' | 'degraded' | 'unavailable'
  readonly dependencies: Readonly<Record<string, 'up' | 'down'>>
}

/** Asks every dependency at once. */
export async function checkHealth(dependencies: readonly Dependency[]): Promise<Health> {
  const states = await Promise.all(
    dependencies.map(async (dependency) => ({
      dependency,
      isUp: await dependency.check().then(
        () => true,
        () => false,
      ),
    })),
  )
  const isMissing = (isRequired: boolean): boolean => states.some((state) => !state.isUp && state.dependency.isRequired === isRequired)
  const withoutRequired = isMissing(true) ? 'unavailable' : null
  const withoutOptional = isMissing(false) ? 'degraded' : null
  return {
    status: withoutRequired ?? withoutOptional ?? 'ready',
    dependencies: Object.fromEntries(states.map(({ dependency, isUp }) => [dependency.name, isUp ? 'up' : 'down'])),
  }
}
