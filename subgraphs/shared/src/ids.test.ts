import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEventCursor, encodeEventCursor } from './event-cursor.ts'
import { idFromUuid, isId, newId, uuidFromId } from './ids.ts'

describe('TypeIDs', () => {
  it('turn any UUID into text and back', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => uuidFromId('order', idFromUuid('order', uuid)) === uuid))
  })

  it("match the specification's example", () => {
    expect(idFromUuid('prefix', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe('prefix_01h455vb4pex5vsknk084sn02q')
  })

  it('are new and sorted by time', () => {
    const ids = Array.from({ length: 1_000 }, () => newId('order'))
    expect([new Set(ids).size, ids.toSorted()]).toEqual([1_000, ids])
  })

  it.each([
    '',
    'order',
    'order_',
    'customer_01h455vb4pex5vsknk084sn02q',
    'order_81h455vb4pex5vsknk084sn02q',
    'order_01h455vb4pex5vsknk084sn02',
    "order_'; drop table orders; --",
  ])('refuse %j where an order is meant', (text) => {
    expect(isId('order', text)).toBe(false)
    expect(() => uuidFromId('order', text)).toThrow('An id of the form order_<26 characters> is expected here.')
  })
})

describe('event cursors', () => {
  const key = 'c'.repeat(64)
  const position = { topic: 'order-events', epoch: 'e.0', seq: 42 }

  it('bring any position back, the same text each time', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), (seq, epoch) => {
        const cursor = encodeEventCursor(key, 'a', { ...position, seq, epoch })
        expect(decodeEventCursor(key, 'a', cursor)).toEqual({ ...position, seq, epoch })
        return cursor === encodeEventCursor(key, 'a', { ...position, seq, epoch })
      }),
    )
  })

  it('show nothing and work for their tenant and key only', () => {
    const cursor = encodeEventCursor(key, 'a', position)
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('order-events')
    const refused = 'after: this is not a cursor of this stream.'
    expect(() => decodeEventCursor(key, 'b', cursor)).toThrow(refused)
    expect(() => decodeEventCursor('d'.repeat(64), 'a', cursor)).toThrow(refused)
    for (const garbage of ['', 'x', cursor.slice(0, -2), `${cursor}AA`]) expect(() => decodeEventCursor(key, 'a', garbage)).toThrow(refused)
  })
})
