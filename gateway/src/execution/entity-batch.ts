import { invariant } from '@iommi/shared/errors'

/** One fetch of entities: what is asked of each, and which. */
export interface EntityFetch {
  readonly subgraph: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>> & { readonly representations: readonly unknown[] }
}

/** What a subgraph answers. */
export interface EntityAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly EntityError[]
}

interface EntityError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Merges fetches that ask the same of entities into one call: those that are asked for until the event loop has come round. */
export interface EntityBatch {
  /** The answer to one fetch out of the call that `send` makes for all of them; each entity is asked for once. */
  readonly fetch: (fetch: EntityFetch, send: (merged: EntityFetch) => Promise<EntityAnswer>) => Promise<EntityAnswer>
}

interface Waiting {
  readonly fetch: EntityFetch
  readonly send: (merged: EntityFetch) => Promise<EntityAnswer>
  readonly resolve: (answer: EntityAnswer) => void
  readonly reject: (error: unknown) => void
}

/** A batch for messages that are answered for the same caller at the same time. */
export function openEntityBatch(): EntityBatch {
  const waiting = new Map<string, Waiting[]>()
  return {
    fetch: async (fetch, send) =>
      await new Promise<EntityAnswer>((resolve, reject) => {
        const { representations: _, ...others } = fetch.variables
        const key = JSON.stringify([fetch.subgraph, fetch.query, others])
        const group = waiting.get(key) ?? []
        group.push({ fetch, send, resolve, reject })
        if (group.length > 1) return
        waiting.set(key, group)
        setImmediate(() => {
          waiting.delete(key)
          void sendMerged(group)
        })
      }),
  }
}

async function sendMerged(group: readonly Waiting[]): Promise<void> {
  const [first] = group
  invariant(first, 'a group has the fetch that began it')
  const merged = mergeFetches(group.map(({ fetch }) => fetch))
  try {
    const answer = await first.send({ ...first.fetch, variables: { ...first.fetch.variables, representations: merged.representations } })
    const parts = splitAnswer(answer, merged.positions)
    for (const [index, { resolve }] of group.entries()) resolve(parts[index] ?? answer)
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

interface MergedFetches {
  readonly representations: readonly unknown[]
  /** For each fetch, where in the merged list its representations are. */
  readonly positions: readonly (readonly number[])[]
}

function mergeFetches(fetches: readonly EntityFetch[]): MergedFetches {
  const known = new Map<string, number>()
  const representations: unknown[] = []
  const positions = fetches.map(({ variables }) =>
    variables.representations.map((representation) => {
      const key = JSON.stringify(representation)
      const position = known.get(key) ?? representations.push(representation) - 1
      known.set(key, position)
      return position
    }),
  )
  return { representations, positions }
}

function splitAnswer({ data, errors = [] }: EntityAnswer, positions: MergedFetches['positions']): readonly EntityAnswer[] {
  const given = data?.['_entities']
  const entities: readonly unknown[] | null = Array.isArray(given) ? given : null
  return positions.map((own) => {
    const ownErrors = errors.flatMap((error) => errorsFor(error, own))
    // Whoever gets an entity merges others into it: each gets one of its own.
    const ownData = entities === null ? data : { _entities: own.map((position) => structuredClone(entities[position])) }
    return { ...(ownData === undefined ? {} : { data: ownData }), ...(ownErrors.length === 0 ? {} : { errors: ownErrors }) }
  })
}

/** An error of one entity goes to those who asked for it; any other to all. */
function errorsFor(error: EntityError, own: readonly number[]): readonly EntityError[] {
  const [root, position, ...rest] = error.path ?? []
  if (root !== '_entities' || typeof position !== 'number') return [error]
  return own.flatMap((each, index) => (each === position ? [{ ...error, path: [root, index, ...rest] }] : []))
}
