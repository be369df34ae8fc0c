import { GraphQLError, isListType, isNonNullType, type GraphQLOutputType } from 'graphql'
import type { PublicCode } from '../error-codes.ts'

/** A field the caller may not have. In the operation that runs, `__typename` stands in its place under an alias of ours. */
export interface DeniedField {
  /** What the caller calls it. */
  readonly responseKey: string
  readonly isNonNull: boolean
  /** Why not, for people. */
  readonly message: string
}

/** Where in an answer denied fields are: by our alias, and the fields that lead to more of them. */
export interface DeniedParts {
  readonly fields: Map<string, { readonly type: GraphQLOutputType; readonly below: DeniedParts }>
  readonly denied: Map<string, DeniedField>
}

type Path = readonly (string | number)[]
type Answer = Readonly<Record<string, unknown>>

interface Completing {
  readonly errors: Map<string, GraphQLError>
}

/** The error that tells a caller about a denied field. */
export function forbidden(message: string, path: Path, status?: number): GraphQLError {
  const code: PublicCode = 'FORBIDDEN'
  return new GraphQLError(message, { path, extensions: { code, ...(status === undefined ? {} : { http: { status } }) } })
}

/**
 * Puts null where denied fields belong in an answer, lets it rise where none may be, and names each field once with its
 * path; below a list once for the whole list, with the list's path: a page of 100 would say the same 100 times.
 */
export function completeDenied(
  parts: DeniedParts,
  data: Answer,
): { readonly data: Answer | null; readonly errors: readonly GraphQLError[] } {
  const completing: Completing = { errors: new Map() }
  const completed = completeObject(completing, parts, data, { path: [], isInList: false })
  return { data: completed, errors: [...completing.errors.values()] }
}

interface Place {
  readonly path: Path
  readonly isInList: boolean
}

function completeObject(completing: Completing, parts: DeniedParts, value: Answer, place: Place): Answer | null {
  let isNull = false
  const entries = Object.entries(value).map(([key, given]): readonly [string, unknown] => {
    const denied = parts.denied.get(key)
    if (denied !== undefined) {
      report(completing, denied, place)
      isNull ||= denied.isNonNull
      return [denied.responseKey, null]
    }
    const field = parts.fields.get(key)
    if (field === undefined || given === null) return [key, given]
    const completed = completeValue(completing, field, given, below(place, key))
    isNull ||= completed === null && isNonNullType(field.type)
    return [key, completed]
  })
  return isNull ? null : Object.fromEntries(entries)
}

function completeValue(
  completing: Completing,
  { type, below: parts }: { readonly type: GraphQLOutputType; readonly below: DeniedParts },
  value: unknown,
  place: Place,
): unknown {
  if (value === null) return null
  const nullable = isNonNullType(type) ? type.ofType : type
  if (isListType(nullable) && Array.isArray(value)) {
    const itemType = nullable.ofType
    const inList = { path: place.path, isInList: true }
    const items = value.map((item: unknown) => completeValue(completing, { type: itemType, below: parts }, item, inList))
    return isNonNullType(itemType) && items.includes(null) ? null : items
  }
  return isAnswer(value) ? completeObject(completing, parts, value, place) : value
}

function report({ errors }: Completing, { message, responseKey }: DeniedField, place: Place): void {
  const path = place.isInList ? place.path : [...place.path, responseKey]
  const key = JSON.stringify([path, message, responseKey])
  if (!errors.has(key)) errors.set(key, forbidden(message, path))
}

function below({ path, isInList }: Place, key: string): Place {
  return isInList ? { path, isInList } : { path: [...path, key], isInList }
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
