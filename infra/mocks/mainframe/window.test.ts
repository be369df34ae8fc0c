import { expect, test } from 'vitest'
import { isOpenAt, parseWindow } from './window.ts'

const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`)

test.each([
  ['22:00-04:00', '21:59:59.999', false],
  ['22:00-04:00', '22:00:00', true],
  ['22:00-04:00', '00:00:00', true],
  ['22:00-04:00', '03:59:59.999', true],
  ['22:00-04:00', '04:00:00', false],
  ['09:30-17:00', '09:29:59', false],
  ['09:30-17:00', '09:30:00', true],
  ['09:30-17:00', '17:00:00', false],
  ['always', '12:00:00', true],
])('the window %s at %s', (text, time, isOpen) => {
  expect(isOpenAt(parseWindow(text), 'auto', at(time))).toBe(isOpen)
})

test('the operator’s hand goes before the schedule', () => {
  const night = parseWindow('22:00-04:00')
  expect(isOpenAt(night, 'open', at('12:00:00'))).toBe(true)
  expect(isOpenAt(parseWindow('always'), 'close', at('12:00:00'))).toBe(false)
})

test.each(['', 'never', '22:00', '24:00-04:00', '22:60-04:00', '22:00-22:00', '9:00-17:00'])('"%s" is no window', (text) => {
  expect(() => parseWindow(text)).toThrow('The batch window is "always" or two different times')
})
