import { AppError } from '@iommi/shared/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { client, hubWorld, scopeOf, turns, until, type HubWorld } from './hub-world.ts'

let at: HubWorld
beforeEach(() => {
  at = hubWorld()
})

describe('subscriptions', () => {
  it('share a channel when they get the same, from whatever cursor, and it ends with the last of them', async () => {
    const scope = scopeOf('order-manager')
    const made = [
      await at.subscribe(client(), scope),
      await at.subscribe(client(), scope, { variables: { after: undefined } }),
      await at.subscribe(client(), scopeOf('customer-service')),
      await at.subscribe(client(), scope, { variables: { other: 1 } }),
      await at.subscribe(client(), scope, { documentHash: 'two' }),
      await at.subscribe(client(), scope, { operationName: 'Other' }),
    ]
    expect([at.channels(), at.readers(), at.openTopics()]).toEqual([5, 6, 5])
    for (const each of made) each.end()
    expect([at.channels(), at.readers(), at.openTopics()]).toEqual([0, 0, 0])
  })

  it('open a topic once when several begin at the same time', async () => {
    const release = at.holdTopics()
    const scope = scopeOf('admin')
    const begun = [at.subscribe(client(), scope), at.subscribe(client(), scope)]
    release()
    for (const each of await Promise.all(begun)) each.end()
    expect([at.channels(), at.openTopics()]).toEqual([0, 0])
  })

  it('get what happens also when the last other one left in the moment they began', async () => {
    const scope = scopeOf('admin')
    const [before, after] = [client(), client()]
    const leaving = await at.subscribe(before, scope)
    const beginning = at.subscribe(after, scope)
    leaving.end()
    await beginning
    at.publish()
    await until(() => after.seqs().length === 1)
    expect([before.seqs(), at.readers(), at.openTopics()]).toEqual([[], 1, 1])
  })
})

describe('a client whose rights change', () => {
  it('goes on where it stood, as what it may be now', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin'))
    at.publish()
    await until(() => one.seqs().length === 1)
    const narrower = scopeOf('customer-service')
    subscription.reauthorize(narrower)
    at.publish()
    await until(() => one.seqs().length === 2)
    at.publish()
    await until(() => one.seqs().length === 3)
    expect([one.seqs(), one.last(), at.channels(), one.ends]).toEqual([
      [1, 2, 3],
      { data: { by: 'first', as: narrower.grants.key, of: 'OrderChange' } },
      1,
      [],
    ])
  })

  it('goes on also when it comes to the same', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin', 'order-manager'))
    subscription.reauthorize(scopeOf('order-manager', 'admin'))
    await turns()
    at.publish()
    await until(() => one.seqs().length === 1)
    expect([at.readers(), at.openTopics(), one.ends]).toEqual([1, 1, []])
  })

  it('ends up as what it may be last when they change faster than it can move', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin'))
    const scopes = [scopeOf('customer-service'), scopeOf('admin'), scopeOf('order-manager')]
    for (const scope of scopes) subscription.reauthorize(scope)
    at.publish()
    await until(() => one.seqs().length === 1)
    await turns()
    expect([one.last(), at.readers(), at.channels()]).toEqual([
      { data: { by: 'first', as: scopes[2]?.grants.key, of: 'OrderChange' } },
      1,
      1,
    ])
  })

  it('is told when nothing is left, and gets nothing more, whatever it may be later', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin'))
    at.forbid()
    subscription.reauthorize(scopeOf())
    await until(() => one.ends.length > 0)
    subscription.reauthorize(scopeOf('admin'))
    await turns()
    at.publish()
    await turns()
    expect([one.ends, one.seqs(), at.channels(), at.openTopics()]).toEqual([
      [[{ message: 'You may not.', extensions: { code: 'FORBIDDEN', requestId: expect.stringMatching(/^request_/) } }]],
      [],
      0,
      0,
    ])
  })

  it('is told to try again when where its stream stands cannot be told right now', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin'))
    at.refuseTopics(new AppError('UPSTREAM_UNAVAILABLE', 'The stream of changes cannot be read right now.', { retryable: true }))
    subscription.reauthorize(scopeOf('order-manager'))
    await until(() => one.ends.length > 0)
    const extensions = { code: 'UPSTREAM_UNAVAILABLE', retryable: true, requestId: expect.stringMatching(/^request_/) as string }
    expect(one.ends).toEqual([[{ message: 'The stream of changes cannot be read right now.', extensions }]])
  })

  it('leaves nothing behind when it goes while it is moved', async () => {
    const one = client()
    const subscription = await at.subscribe(one, scopeOf('admin'))
    const release = at.holdTopics()
    subscription.reauthorize(scopeOf('order-manager'))
    await turns(3)
    subscription.end()
    release()
    await turns()
    at.publish()
    await turns()
    expect([one.seqs(), at.channels(), at.openTopics()]).toEqual([[], 0, 0])
  })
})
