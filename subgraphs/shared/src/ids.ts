import { TypeID } from 'typeid-js'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { AppError } from './errors.ts'

/**
 * A new TypeID such as `order_01h455vb4pex5vsknk084sn02q`: the kind of thing, then a
 * UUIDv7 in Crockford base 32 (https://github.com/jetify-com/typeid, version 0.3).
 */
export function newId(prefix: string): string {
  return TypeID.fromUUID(prefix, uuidv7()).toString()
}

/** The TypeID of a UUID that Postgres keeps. */
export function idFromUuid(prefix: string, uuid: string): string {
  return TypeID.fromUUID(prefix, uuid).toString()
}

/** The UUID inside a TypeID of kind `prefix`; BAD_USER_INPUT when it is none. */
export function uuidFromId(prefix: string, id: string): string {
  if (!isId(prefix, id)) throw new AppError('BAD_USER_INPUT', `An id of the form ${prefix}_<26 characters> is expected here.`)
  return TypeID.fromString(id, prefix).toUUID()
}

/** Whether `id` is a TypeID of kind `prefix`. */
export function isId(prefix: string, id: string): boolean {
  return (
    id.length === prefix.length + 27 && id.startsWith(`${prefix}_`) && /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id.slice(prefix.length + 1))
  )
}

/** Validates an input field that holds an id of kind `prefix`. */
export function idField(prefix: string): z.ZodType<string> {
  return z.string().refine((id) => isId(prefix, id), `must be an id of the form ${prefix}_<26 characters>`)
}
