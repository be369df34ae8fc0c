import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { AppError } from './errors.ts'

/** A position in one tenant's topic. */
export interface EventPosition {
  readonly topic: string
  readonly epoch: string
  readonly seq: number
}

/**
 * The opaque cursor of a position: encrypted, so that it shows nobody how many events there
 * are, and bound to the tenant. Equal positions give equal cursors.
 */
export function encodeEventCursor(key: string, tenantId: string, position: EventPosition): string {
  const text = Buffer.from(JSON.stringify([position.topic, position.epoch, position.seq]))
  const nonce = createHmac('sha256', Buffer.from(key, 'hex')).update(tenantId).update(text).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), nonce).setAAD(Buffer.from(tenantId))
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The position of a cursor; BAD_USER_INPUT when it is none of this tenant's. */
export function decodeEventCursor(key: string, tenantId: string, cursor: string): EventPosition {
  const bytes = Buffer.from(cursor, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'hex'), bytes.subarray(0, 12)).setAAD(Buffer.from(tenantId))
    decipher.setAuthTag(bytes.subarray(-16))
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString()
    const [topic, epoch, seq]: readonly unknown[] = JSON.parse(text)
    if (typeof topic === 'string' && typeof epoch === 'string' && typeof seq === 'number') return { topic, epoch, seq }
  } catch {
    // Falls through: every way of being wrong has the same answer.
  }
  throw new AppError('BAD_USER_INPUT', 'after: this is not a cursor of this stream.')
}
