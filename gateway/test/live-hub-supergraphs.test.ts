import { buildSchema, parse } from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import { client, firstSdl, hubWorld, scopeOf, until, type HubWorld } from './hub-world.ts'

let at: HubWorld
beforeEach(() => {
  at = hubWorld()
})

describe('a new supergraph', () => {
  const kept = buildSchema(`${firstSdl} type Added { id: ID }`)
  const without = buildSchema(firstSdl.replace(' old: Int', ''))
  const invalidated = {
    message: 'Change.old is no longer what it was: write the operation anew for the schema that is served now.',
    extensions: { code: 'OPERATION_INVALIDATED', coordinate: 'Change.old', requestId: expect.stringMatching(/^request_/) as string },
  }

  it('is what messages are worked out by from then on', async () => {
    const one = client()
    await at.subscribe(one, scopeOf('admin'))
    at.serve(kept, 'second')
    await at.hub.replan()
    at.publish()
    await until(() => one.seqs().length === 1)
    expect([one.last(), one.ends]).toEqual([{ data: { by: 'second', as: scopeOf('admin').grants.key, of: 'OrderChange' } }, []])
  })

  it('ends what cannot go on, with the coordinate, and nothing else', async () => {
    const [user, other] = [client(), client()]
    await at.subscribe(user, scopeOf('admin'))
    await at.subscribe(other, scopeOf('admin'), { document: parse('subscription { orderChanged { id } }'), documentHash: 'two' })
    at.serve(without, 'second')
    await at.hub.replan()
    at.publish()
    await until(() => other.seqs().length === 1)
    expect([user.ends, user.seqs(), other.ends, at.channels()]).toEqual([[[invalidated]], [], [], 1])
  })

  it('counts also for a subscription that began while it came', async () => {
    const [user, other] = [client(), client()]
    const release = at.holdTopics()
    const begun = at.subscribe(user, scopeOf('admin'))
    const otherBegun = at.subscribe(other, scopeOf('admin'), {
      document: parse('subscription { orderChanged { id } }'),
      documentHash: 'two',
    })
    at.serve(without, 'second')
    await at.hub.replan()
    release()
    await Promise.all([begun, otherBegun])
    at.publish()
    await until(() => other.seqs().length === 1)
    expect([user.ends, user.seqs(), other.last(), at.channels()]).toEqual([
      [[invalidated]],
      [],
      { data: { by: 'second', as: scopeOf('admin').grants.key, of: 'OrderChange' } },
      1,
    ])
  })

  it('that is replaced while subscriptions are planned for it ends nobody who goes on with the next one', async () => {
    const [first, second] = [client(), client()]
    await at.subscribe(first, scopeOf('admin'), { document: parse('subscription { orderChanged { id } }'), documentHash: 'two' })
    await at.subscribe(second, scopeOf('admin'))
    at.serve(without, 'second')
    const round = at.hub.replan()
    at.serve(kept, 'third')
    await Promise.all([round, at.hub.replan()])
    at.publish()
    await until(() => first.seqs().length + second.seqs().length === 2)
    const last = { data: { by: 'third', as: scopeOf('admin').grants.key, of: 'OrderChange' } }
    expect([first.last(), second.last(), first.ends, second.ends]).toEqual([last, last, [], []])
  })

  const internal = {
    message: 'Internal server error',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) as string },
  }

  it('that a subscription cannot be planned for ends that one, and the others go on', async () => {
    const [broken, other] = [client(), client()]
    await at.subscribe(broken, scopeOf('admin'), { documentHash: 'broken' })
    await at.subscribe(other, scopeOf('admin'))
    at.serve(kept, 'second')
    at.breakPlanning(new Error('no plan'))
    await at.hub.replan()
    at.publish()
    await until(() => other.seqs().length === 1)
    const last = { data: { by: 'second', as: scopeOf('admin').grants.key, of: 'OrderChange' } }
    expect([broken.ends, other.ends, other.last(), at.channels()]).toEqual([[[internal]], [], last, 1])
  })

  it('that came while a subscription began, which cannot be planned for it, ends that one', async () => {
    const broken = client()
    const release = at.holdTopics()
    const begun = at.subscribe(broken, scopeOf('admin'), { documentHash: 'broken' })
    at.serve(kept, 'second')
    at.breakPlanning(new Error('no plan'))
    release()
    const subscription = await begun
    subscription.end()
    expect([broken.ends, at.channels(), at.openTopics()]).toEqual([[[internal]], 0, 0])
  })
})
