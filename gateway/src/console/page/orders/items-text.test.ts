import { expect, test } from 'vitest'
import { itemsText } from './items-text.ts'

const line = (title: string, quantity: number, cancelledQuantity = 0) => ({ title, quantity, cancelledQuantity })
const complete = { hasNextPage: false }

test('counts the pieces that are left, and names the first', () => {
  expect(itemsText({ nodes: [line('Widget', 3)], pageInfo: complete })).toEqual({ pieces: '3', titles: 'Widget' })
  expect(itemsText({ nodes: [line('Gone', 2, 2), line('Widget', 3, 1), line('Gizmo', 4)], pageInfo: complete })).toEqual({
    pieces: '6',
    titles: 'Widget and 1 more',
  })
})

test('says what was bought where nothing is left of it', () => {
  expect(itemsText({ nodes: [line('Widget', 3, 3)], pageInfo: complete })).toEqual({ pieces: '3', titles: 'Widget' })
})

test('does not claim to know how much there is where not all lines were read', () => {
  expect(itemsText({ nodes: [line('Widget', 3), line('Gizmo', 1)], pageInfo: { hasNextPage: true } })).toEqual({
    pieces: '4+',
    titles: 'Widget and 1+ more',
  })
})
