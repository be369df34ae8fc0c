import { customerRegistered } from '@iommi/schema/events/customer-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { newId } from '@iommi/shared/ids'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { isPlainText } from '@iommi/shared/text-fields'
import { readServiceInput } from '../service-input.ts'
import { findImported, insertNewCustomers, type NewCustomer } from './customer-repo.ts'
import { emailField, nameField, phoneField } from './profile-fields.ts'
import { recordVersions } from './record-versions.ts'

/** What became of each customer given, in the same sequence. */
export interface ImportCustomersResult {
  readonly results: readonly { readonly importKey: string; readonly customerId: string; readonly isNew: boolean }[]
}

const row = z.object({
  importKey: z.string().min(1, 'must not be empty').max(100, 'must have at most 100 characters').refine(isPlainText, 'must be plain text'),
  name: nameField,
  email: emailField.nullish(),
  phone: phoneField.nullish(),
  createdAt: z.date().nullish(),
})
const input = z.object({ customers: z.array(row).max(250, 'must have at most 250 items') })

type Row = z.infer<typeof row>

/**
 * Takes over customers of another system in one transaction, all or none. A key that was imported
 * before keeps its customer as it is now; within one call the first row of a key counts.
 */
export async function importCustomers(context: CustomersContext, rawInput: unknown): Promise<ImportCustomersResult> {
  requireSystem(context)
  const { customers } = readServiceInput(input, rawInput)
  const rows = new Map(customers.toReversed().map((given) => [given.importKey, given]))
  const { ids, newIds } = await withTenant(context, (tx) => importRows(tx, context, rows))
  return {
    results: customers.map(({ importKey }) => {
      const customerId = ids.get(importKey)
      if (customerId === undefined) throw emailInUse(customers, importKey)
      return { importKey, customerId, isNew: newIds.delete(customerId) }
    }),
  }
}

interface Imported {
  readonly ids: ReadonlyMap<string, string>
  /** Ids that this call made. */
  readonly newIds: Set<string>
}

async function importRows(tx: TenantTx, context: CustomersContext, rows: ReadonlyMap<string, Row>): Promise<Imported> {
  const keys = [...rows.keys()]
  const before = await findImported(tx, keys)
  // Every call writes in the order of the keys: two at once wait for each other instead of locking up.
  const missing = [...rows.values()].filter(({ importKey }) => !before.has(importKey)).toSorted(byImportKey)
  const made = await insertNewCustomers(tx, missing.map(newCustomer(context.now())))
  await recordVersions(tx, context, customerRegistered, made)
  const ids = missing.length === 0 ? before : await findImported(tx, keys)
  const lost = missing.find(({ importKey }) => !ids.has(importKey))
  if (lost !== undefined) throw emailInUse([...rows.values()], lost.importKey)
  return { ids, newIds: new Set(made.map(({ id }) => id)) }
}

function newCustomer(now: Date): (given: Row) => NewCustomer {
  return ({ importKey, name, email = null, phone = null, createdAt }) => ({
    id: newId('customer'),
    profile: { name, email, phone },
    createdAt: createdAt ?? now,
    now,
    importKey,
  })
}

function byImportKey(a: Row, b: Row): number {
  return a.importKey < b.importKey ? -1 : 1
}

/** A row that was neither written nor there before can only have collided by its e-mail address. */
function emailInUse(customers: readonly Row[], importKey: string): AppError {
  const position = customers.findIndex((given) => given.importKey === importKey)
  return new AppError('BAD_USER_INPUT', `input.customers.${String(position)}.email: another customer has this e-mail address.`)
}
