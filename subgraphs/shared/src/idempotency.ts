import { and, eq, lt, sql } from 'drizzle-orm'
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { instant, tenantId } from './columns.ts'
import { withTenant, type TenantTx, type WorkerTx } from './database.ts'
import { AppError } from './errors.ts'
import type { RequestContext } from './request-context.ts'
import { idempotencyKeyReused, invalidInput, type CommonErrorCode, type Payload, type UserError } from './user-errors.ts'

const idempotencyKeys = pgTable('idempotency_keys', {
  tenantId: tenantId(),
  client: text('client').notNull(),
  key: text('key').notNull(),
  operation: text('operation').notNull(),
  inputHash: text('input_hash').notNull(),
  payload: jsonb('payload'),
  createdAt: instant('created_at').notNull(),
})

/** How long a key is remembered at least. */
export const idempotencyRetentionMs = 48 * 3_600_000

/** The field every mutation's input has. */
export const idempotencyKeyField = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  // The one character that Postgres cannot keep in a text.
  .refine((key) => !key.includes('\u0000'), 'must not contain the character U+0000')

/** A mutation, as far as repeating it goes. */
export interface Mutation {
  readonly operation: string
  readonly input: { readonly idempotencyKey: string }
}

/** What is known of a key: first seen now, under way, done, or used for something else. */
export type Claim = { readonly state: 'new' | 'in progress' | 'reused' } | { readonly state: 'done'; readonly payload: unknown }

/**
 * Takes the key for this mutation inside `tx`. Another transaction that holds the key is
 * waited for, so of any number of equal requests one is 'new'.
 */
export async function claimKey(tx: TenantTx, context: RequestContext, mutation: Mutation): Promise<Claim> {
  const row = {
    client: clientOf(context),
    key: mutation.input.idempotencyKey,
    operation: mutation.operation,
    inputHash: hashOf(mutation.input),
    createdAt: context.now(),
  }
  const inserted = await tx.insert(idempotencyKeys).values(row).onConflictDoNothing().returning({ key: idempotencyKeys.key })
  if (inserted.length > 0) return { state: 'new' }
  return await readClaim(tx, context, mutation)
}

/** What is known of a key that was claimed before; a key released meanwhile is a retryable CONFLICT. */
export async function readClaim(tx: TenantTx, context: RequestContext, mutation: Mutation): Promise<Claim> {
  const [stored] = await tx
    .select()
    .from(idempotencyKeys)
    .where(isKey(clientOf(context), mutation.input.idempotencyKey))
  if (stored === undefined) throw new AppError('CONFLICT', 'The same request failed a moment ago. Send it again.', { retryable: true })
  if (stored.operation !== mutation.operation || stored.inputHash !== hashOf(mutation.input)) return { state: 'reused' }
  return stored.payload === null ? { state: 'in progress' } : { state: 'done', payload: revive(stored.payload) }
}

/** Stores what repeats of the request will be answered. */
export async function storePayload(tx: TenantTx, key: { readonly client: string; readonly key: string }, payload: unknown): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ payload: preserve(payload) })
    .where(isKey(key.client, key.key))
}

/** Forgets a key, so that the request may be sent again. */
export async function releaseKey(tx: TenantTx, key: { readonly client: string; readonly key: string }): Promise<void> {
  await tx.delete(idempotencyKeys).where(isKey(key.client, key.key))
}

/** Whose key it is: keys of different callers never meet. */
export function clientOf(context: Pick<RequestContext, 'actor'>): string {
  return `${context.actor.kind}:${context.actor.id}`
}

/** How `mutateOnce` checks an input and words a refusal. */
export interface MutationRules<Input extends { readonly idempotencyKey: string }, Result extends Payload> {
  readonly operation: string
  readonly schema: z.ZodType<Input>
  readonly refuse: (...errors: readonly UserError<CommonErrorCode>[]) => Result
}

/**
 * Validates `rawInput`, then runs `work` in one transaction together with the record of its key:
 * a repeat is answered with the stored payload, another input under the same key is refused.
 * A payload with user errors rolls everything back and leaves the key free.
 */
export async function mutateOnce<Input extends { readonly idempotencyKey: string }, Result extends Payload>(
  context: RequestContext,
  rules: MutationRules<Input, Result>,
  rawInput: unknown,
  work: (tx: TenantTx, input: Input) => Promise<Result>,
): Promise<Result> {
  const parsed = rules.schema.safeParse(rawInput)
  if (!parsed.success) return rules.refuse(...invalidInput(parsed.error))
  const input = parsed.data
  try {
    return await withTenant(context, async (tx) => {
      const claim = await claimKey(tx, context, { operation: rules.operation, input })
      if (claim.state === 'reused') return rules.refuse(idempotencyKeyReused)
      if (claim.state === 'in progress') throw new AppError('CONFLICT', 'The same request is still under way.', { retryable: true })
      // The payload was stored by this very operation for this very input.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      if (claim.state === 'done') return claim.payload as Result
      const result = await work(tx, input)
      if (result.userErrors.length > 0) throw new Refusal(result)
      await storePayload(tx, { client: clientOf(context), key: input.idempotencyKey }, result)
      return result
    })
  } catch (error) {
    // Thrown above only, with a result of this call.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (error instanceof Refusal) return error.result as Result
    throw error
  }
}

/** Deletes keys older than the retention; part of each subgraph's housekeeping. */
export async function forgetOldKeys(tx: WorkerTx, now: Date): Promise<void> {
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - idempotencyRetentionMs)))
}

/** Carries a refused mutation's payload out of the transaction it rolls back. */
class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}

function isKey(client: string, key: string) {
  return and(eq(idempotencyKeys.client, client), eq(idempotencyKeys.key, key), sql`tenant_id = (current_setting('app.tenant_id'))::uuid`)
}

function hashOf(input: object): string {
  const { idempotencyKey: _key, ...rest } = { idempotencyKey: undefined, ...input }
  return createHash('sha256').update(canonical(rest)).digest('base64url')
}

/** JSON with sorted keys and without undefined fields: equal inputs give equal text. */
function canonical(value: unknown): string {
  if (value instanceof Date || value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(',')}}`
}

/** Makes dates survive JSON: records hold Date, jsonb cannot. */
function preserve(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() }
  if (Array.isArray(value)) return value.map(preserve)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, preserve(field)]))
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date)
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revive(field)]))
}
