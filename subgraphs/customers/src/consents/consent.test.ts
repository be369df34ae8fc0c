import { describe, expect, it } from 'vitest'
import { translationFor } from './consent-text.ts'
import { isGranted, isRepetition, saidNow } from './consent.ts'

it('is granted by the newest word only; silence is no', () => {
  expect([isGranted({ decision: 'GRANTED' }), isGranted({ decision: 'WITHDRAWN' }), isGranted(null), isGranted(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

describe('isRepetition', () => {
  it.each([
    [null, 'GRANTED', 1, false],
    [null, 'WITHDRAWN', null, false],
    [{ decision: 'GRANTED', textVersion: 1 }, 'GRANTED', 1, true],
    [{ decision: 'GRANTED', textVersion: 1 }, 'GRANTED', 2, false],
    [{ decision: 'GRANTED', textVersion: 1 }, 'WITHDRAWN', 1, false],
    [{ decision: 'WITHDRAWN', textVersion: 1 }, 'WITHDRAWN', null, true],
    [{ decision: 'WITHDRAWN', textVersion: 1 }, 'GRANTED', 1, false],
  ] as const)('of %j by %s of %j: %s', (latest, decision, textVersion, expected) =>
    expect(isRepetition(latest, { decision, textVersion })).toBe(expected),
  )
})

it('lets what is said now count from now, but not before what was said already', () => {
  const [early, late] = [new Date('2026-11-20T09:00:00Z'), new Date('2026-11-20T10:00:00Z')]
  expect(saidNow(late, null)).toBe(late)
  expect(saidNow(late, { occurredAt: early })).toBe(late)
  expect(saidNow(early, { occurredAt: late })).toBe(late)
})

describe('translationFor', () => {
  const translations = ['de', 'en', 'zh-Hant'].map((locale) => ({ locale, text: locale }))

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh', 'en'],
    ['fr', 'en'],
    [null, 'en'],
  ])('%s: %s', (locale, expected) => expect(translationFor({ translations }, locale)?.locale).toBe(expected))

  it('is any where there is no English', () => expect(translationFor({ translations: translations.slice(0, 1) }, 'fr')?.locale).toBe('de'))
})
