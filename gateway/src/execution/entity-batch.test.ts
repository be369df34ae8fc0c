import { describe, expect, it } from 'vitest'
import { openEntityBatch, type EntityAnswer, type EntityFetch } from './entity-batch.ts'

const reference = (id: string): object => ({ __typename: 'Order', id })
const fetchOf = (ids: readonly string[], more: Partial<EntityFetch> & { readonly size?: number } = {}): EntityFetch => ({
  subgraph: more.subgraph ?? 'orders',
  query: more.query ?? '{ number }',
  variables: { representations: ids.map(reference), size: more.size ?? 1 },
})

/** A subgraph that answers each entity by its id; those of `failing` with an error of their own. */
function subgraph(failing: readonly string[] = []): {
  readonly calls: EntityFetch[]
  readonly send: (merged: EntityFetch) => Promise<EntityAnswer>
} {
  const calls: EntityFetch[] = []
  const send = async (merged: EntityFetch): Promise<EntityAnswer> => {
    await Promise.resolve()
    calls.push(merged)
    const ids = merged.variables.representations.map((each) => (each as { readonly id: string }).id)
    const errors = ids.flatMap((id, index) => (failing.includes(id) ? [{ message: `no ${id}`, path: ['_entities', index, 'number'] }] : []))
    const _entities = ids.map((id) => (failing.includes(id) ? null : { number: `N-${id}`, lines: [{ id }] }))
    return { data: { _entities }, ...(errors.length === 0 ? {} : { errors }) }
  }
  return { calls, send }
}

const entity = (id: string): object => ({ number: `N-${id}`, lines: [{ id }] })

describe('fetches of entities', () => {
  it('that ask the same at the same time are one call, each entity once; each gets its own in its own order', async () => {
    const batch = openEntityBatch()
    const { calls, send } = subgraph()
    const answers = await Promise.all([
      batch.fetch(fetchOf(['1', '2']), send),
      batch.fetch(fetchOf(['3', '2', '3']), send),
      batch.fetch(fetchOf(['1']), send),
    ])
    expect(calls).toEqual([fetchOf(['1', '2', '3'])])
    expect(answers).toEqual([
      { data: { _entities: [entity('1'), entity('2')] } },
      { data: { _entities: [entity('3'), entity('2'), entity('3')] } },
      { data: { _entities: [entity('1')] } },
    ])
  })

  it('that ask something else, of somebody else or with other variables are calls of their own', async () => {
    const batch = openEntityBatch()
    const { calls, send } = subgraph()
    const different = [
      fetchOf(['1']),
      fetchOf(['1'], { query: '{ id }' }),
      fetchOf(['1'], { subgraph: 'customers' }),
      fetchOf(['1'], { size: 2 }),
    ]
    await Promise.all(different.map((fetch) => batch.fetch(fetch, send)))
    expect(calls).toEqual(different)
  })

  it('that come later are a call of their own', async () => {
    const batch = openEntityBatch()
    const { calls, send } = subgraph()
    await batch.fetch(fetchOf(['1']), send)
    await batch.fetch(fetchOf(['1']), send)
    expect(calls.length).toBe(2)
  })

  it('share no object: whoever changes what it got changes nothing for others', async () => {
    const batch = openEntityBatch()
    const { send } = subgraph()
    const [first, second] = await Promise.all([batch.fetch(fetchOf(['1', '1']), send), batch.fetch(fetchOf(['1']), send)])
    const [one, other] = (first.data?.['_entities'] ?? []) as { number: string; lines: object[] }[]
    if (one !== undefined) one.number = 'changed'
    one?.lines.push({})
    expect([other, second.data]).toEqual([entity('1'), { _entities: [entity('1')] }])
  })

  it('get the errors of their own entities, at their own places, and no others', async () => {
    const batch = openEntityBatch()
    const { send } = subgraph(['2', '4'])
    const answers = await Promise.all([
      batch.fetch(fetchOf(['1', '2']), send),
      batch.fetch(fetchOf(['2', '3', '2']), send),
      batch.fetch(fetchOf(['3']), send),
      batch.fetch(fetchOf(['4']), send),
    ])
    const at = (index: number, id: string): object => ({ message: `no ${id}`, path: ['_entities', index, 'number'] })
    expect(answers.map(({ errors }) => errors)).toEqual([[at(1, '2')], [at(0, '2'), at(2, '2')], undefined, [at(0, '4')]])
    expect(answers.map(({ data }) => data?.['_entities'])).toEqual([[entity('1'), null], [null, entity('3'), null], [entity('3')], [null]])
  })

  it.each([
    ['without a path', { message: 'bad' }],
    ['of all entities', { message: 'bad', path: ['_entities'] }],
    ['of something else', { message: 'bad', path: ['other', 0] }],
  ])('all get an error %s', async (_which, error) => {
    const batch = openEntityBatch()
    const send = (): Promise<EntityAnswer> => Promise.resolve({ data: null, errors: [error] })
    const answers = await Promise.all([batch.fetch(fetchOf(['1']), send), batch.fetch(fetchOf(['2']), send)])
    expect(answers).toEqual([
      { data: null, errors: [error] },
      { data: null, errors: [error] },
    ])
  })

  it('all fail when the call does', async () => {
    const batch = openEntityBatch()
    const failure = new Error('away')
    const send = (): Promise<EntityAnswer> => Promise.reject(failure)
    const answers = await Promise.allSettled([batch.fetch(fetchOf(['1']), send), batch.fetch(fetchOf(['2']), send)])
    expect(answers).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ])
  })

  it('stay answerable when the subgraph answers too few', async () => {
    const batch = openEntityBatch()
    const send = (): Promise<EntityAnswer> => Promise.resolve({ data: { _entities: [entity('1')] } })
    const [first, second] = await Promise.all([batch.fetch(fetchOf(['1']), send), batch.fetch(fetchOf(['2']), send)])
    expect([first.data, second.data?.['_entities']]).toEqual([{ _entities: [entity('1')] }, [undefined]])
  })
})
