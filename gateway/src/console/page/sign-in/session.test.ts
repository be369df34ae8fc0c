import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSession, SignedOut, type Tokens } from './session.ts'

const tokens = (name: string, lifeMs: number, refreshToken: string | null = `refresh ${name}`): Tokens => ({
  accessToken: name,
  refreshToken,
  idToken: null,
  expiresAtMs: Date.now() + lifeMs,
})

describe('a session', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function given(first: Tokens, answer: (used: string) => Tokens | Error) {
    const used: string[] = []
    const onEnd = vi.fn<() => void>()
    const refresh = async (refreshToken: string): Promise<Tokens> => {
      used.push(refreshToken)
      const next = answer(refreshToken)
      if (next instanceof Error) throw next
      return await Promise.resolve(next)
    }
    return { session: openSession({ tokens: first, refresh, onEnd }), used, onEnd }
  }

  test('gives the token it has while that is good, and renews it a minute before its end by itself', async () => {
    const { session, used } = given(tokens('one', 900_000), () => tokens('two', 900_000))
    expect(await session.token()).toBe('one')
    await vi.advanceTimersByTimeAsync(839_000)
    expect(used).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    expect([used, await session.token()]).toEqual([['refresh one'], 'two'])
    await vi.advanceTimersByTimeAsync(840_000)
    expect(used).toEqual(['refresh one', 'refresh two'])
    session.close()
  })

  test('asks once however many want a new token', async () => {
    const { session, used } = given(tokens('one', 10_000), () => tokens('two', 900_000))
    expect(await Promise.all([session.token(), session.token(), session.renew()])).toEqual(['two', 'two', 'two'])
    expect(used).toEqual(['refresh one'])
    session.close()
  })

  test('makes do with what is left of the old token while the issuer is away, and keeps trying', async () => {
    let isAway = true
    const { session, used, onEnd } = given(tokens('one', 20_000), () => (isAway ? new Error('away') : tokens('two', 900_000)))
    expect(await session.token()).toBe('one')
    isAway = false
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await session.token()).toBe('two')
    expect([used.length, onEnd.mock.calls.length]).toEqual([2, 0])
    session.close()
  })

  test('ends when the refresh token does not count any more', async () => {
    const { session, onEnd } = given(tokens('one', 10_000), () => new SignedOut('gone'))
    await expect(session.token()).rejects.toThrow(SignedOut)
    expect(onEnd).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(onEnd).toHaveBeenCalledTimes(1)
  })

  test('that has ended by itself says so once, and asks the issuer for nothing more', async () => {
    const { session, used, onEnd } = given(tokens('one', 120_000), () => new SignedOut('gone'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    await expect(session.token()).rejects.toThrow(SignedOut)
    await expect(session.renew()).rejects.toThrow(SignedOut)
    expect([used, onEnd.mock.calls.length]).toEqual([['refresh one'], 1])
  })

  test('closed while it renews does not go on, and does not tell its end', async () => {
    const { session, used, onEnd } = given(tokens('one', 10_000), () => tokens('two', 70_000))
    const renewing = session.renew()
    session.close()
    await renewing
    await vi.advanceTimersByTimeAsync(3_600_000)
    await expect(session.token()).rejects.toThrow(SignedOut)
    expect([used, onEnd.mock.calls.length]).toEqual([['refresh one'], 0])
  })

  test('without a refresh token lasts as long as its token', async () => {
    const { session, onEnd } = given(tokens('one', 60_000, null), () => new Error('never asked'))
    expect(await session.token()).toBe('one')
    await vi.advanceTimersByTimeAsync(31_000)
    await expect(session.token()).rejects.toThrow(SignedOut)
    expect(onEnd).toHaveBeenCalledTimes(1)
  })
})
