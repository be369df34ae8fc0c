import { describe, expect, it } from 'vitest'
import { isEmail, toE164 } from './profile-fields.ts'

describe('isEmail', () => {
  it.each([
    'ada@example.com',
    "o'brien+tag@sub.example.co.uk",
    'ünïcode@exämple.de',
    '用户@例子.广告',
    `${'a'.repeat(64)}@example.com`,
    `a@${'b'.repeat(63)}.com`,
  ])('accepts %s', (text) => expect(isEmail(text)).toBe(true))

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'ada@b@example.com',
    'ada lovelace@example.com',
    'ada@exa mple.com',
    'ada@example..com',
    'ada@.example.com',
    'ada@example.com.',
    'ada@-example.com',
    'ada@example-.com',
    'ada@example.com\u0000',
    'a\u202Eda@example.com',
    'Ada <ada@example.com>',
    'ada@example.com,eve@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(127)}com`,
  ])('refuses %j', (text) => expect(isEmail(text)).toBe(false))
})

describe('toE164', () => {
  it.each([
    ['+44 20 7946 0958', '+442079460958'],
    [' +44 (0)20 7946-0958 ', '+442079460958'],
    ['+447700900123', '+447700900123'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['+49 30 901820', '+4930901820'],
    ['+442079460958', '+442079460958'],
  ])('writes %j as %s', (text, number) => expect(toE164(text)).toBe(number))

  it.each([
    '',
    '+',
    'call me',
    '020 7946 0958',
    '+44 20',
    '+999 123456789',
    '+44 20 7946 0958 ext. 5',
    'tel +442079460958',
    '+4'.padEnd(60, '4'),
  ])('refuses %j', (text) => expect(toE164(text)).toBeNull())
})
