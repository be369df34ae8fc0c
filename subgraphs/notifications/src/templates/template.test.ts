import { describe, expect, it } from 'vitest'
import { audiencesOf, notificationRules } from '../notifications/notification.ts'
import { canonicalLocale, localeChain } from './locale.ts'
import { renderText } from './template.ts'

const placed = { kind: 'ORDER_PLACED', audience: 'CUSTOMER' } as const

describe('texts', () => {
  it.each([
    [null, ['en']],
    ['en', ['en']],
    ['en-GB', ['en-GB', 'en']],
    ['de-AT', ['de-AT', 'de', 'en']],
    ['DE_at', ['en']],
    ['zh-hant-tw', ['zh-Hant-TW', 'zh-Hant', 'zh', 'en']],
    ['not a tag', ['en']],
    ['', ['en']],
  ])('are looked for, for %s, in %j', (tag, chain) => {
    expect(localeChain(tag)).toEqual(chain)
  })

  it.each([
    [null, 'Your order was placed', 'Thank you. We will tell you as soon as it is confirmed.'],
    ['fr-CA', 'Your order was placed', 'Thank you. We will tell you as soon as it is confirmed.'],
    ['de-CH', 'Ihre Bestellung ist eingegangen', 'Vielen Dank. Wir melden uns, sobald sie bestätigt ist.'],
    // The title is Austria's own, the body comes from the language, part by part.
    ['de-at', 'Ihre Bestellung ist eingelangt', 'Vielen Dank. Wir melden uns, sobald sie bestätigt ist.'],
  ])('say for %s: %s', (locale, title, body) => {
    expect([renderText('title', placed, locale), renderText('body', placed, locale)]).toEqual([title, body])
  })

  it('are there for every audience of every kind, in every language, and fit on a line', () => {
    for (const rule of notificationRules) {
      for (const { audience } of audiencesOf(rule, 'customer_x')) {
        for (const locale of [null, 'de', 'de-AT', 'xx']) {
          expect(renderText('title', { kind: rule.kind, audience }, locale)).toMatch(/^\S.{3,60}$/)
          expect(renderText('body', { kind: rule.kind, audience }, locale)).toMatch(/^\S.{3,160}\.$/)
        }
      }
    }
    expect(renderText('title', placed, 'de')).not.toBe(renderText('title', placed, 'en'))
  })

  it('know a language tag from other texts', () => {
    expect(['de-at', 'EN', 'x', 'de_AT', ''].map(canonicalLocale)).toEqual(['de-AT', 'en', null, null, null])
  })
})
