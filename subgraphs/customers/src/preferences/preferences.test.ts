import { describe, expect, it } from 'vitest'
import { canonicalLocale, changedPreferences, noPreferences, timeZoneName } from './preferences.ts'

describe('canonicalLocale', () => {
  it.each([
    ['en-gb', 'en-GB'],
    [' DE ', 'de'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['de-DE-u-co-phonebk', 'de-DE-u-co-phonebk'],
  ])('writes %j as %s', (text, locale) => expect(canonicalLocale(text)).toBe(locale))

  it.each(['', 'english!', 'e', 'en_GB', 'en-GB\u0000', `en-${'abcdefgh-'.repeat(4)}x`])('refuses %j', (text) =>
    expect(canonicalLocale(text)).toBeNull(),
  )
})

describe('timeZoneName', () => {
  it.each([
    ['europe/london', 'Europe/London'],
    [' America/Argentina/Buenos_Aires ', 'America/Argentina/Buenos_Aires'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
  ])('writes %j as %s', (text, name) => expect(timeZoneName(text)).toBe(name))

  it.each(['', 'Mars/Olympus', '+01:00', 'Europe/London\u0000', 'x'.repeat(65), '../etc/passwd'])('refuses %j', (text) =>
    expect(timeZoneName(text)).toBeNull(),
  )
})

describe('changedPreferences', () => {
  const said = { ...noPreferences('customer_1'), locale: 'en-GB', marketingChannels: ['EMAIL', 'POST'], version: 3 } as const

  it('is null when nothing differs, the sequence of channels included', () => {
    expect(changedPreferences(said, {})).toBeNull()
    expect(changedPreferences(said, { locale: 'en-GB', timeZone: null, marketingChannels: ['POST', 'EMAIL', 'POST'] })).toBeNull()
    expect(changedPreferences(said, { locale: undefined, marketingChannels: undefined })).toBeNull()
  })

  it('keeps what is not given, clears what is null, and counts', () => {
    expect(changedPreferences(said, { locale: null, timeZone: 'Europe/London', marketingChannels: ['PUSH', 'EMAIL'] })).toEqual({
      ...said,
      locale: null,
      timeZone: 'Europe/London',
      marketingChannels: ['EMAIL', 'PUSH'],
      version: 4,
    })
  })
})
