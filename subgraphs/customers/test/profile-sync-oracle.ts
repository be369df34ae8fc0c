import { readCustomers, readJournal } from '@iommi/infra/mocks/mainframe/oracle'
import type { Tenant } from '@iommi/shared/tenant'
import { schemaOf } from '@iommi/shared/tenant'
import { idFromUuid } from '@iommi/shared/ids'
import { execFileSync } from 'node:child_process'
import type { TestDatabase } from '@iommi/shared/testing/test-database'

/** What Postgres and the mainframe's own files say, by neither our codec nor our counters. */
export interface Verdict {
  readonly committed: number
  /** Customers whose newest committed version the mainframe does not have. */
  readonly lost: readonly string[]
  /** Customers whose newest version the mainframe has with another content. */
  readonly mismatched: readonly string[]
  /** Customers whose record at the mainframe went back to an older version, or was written twice. */
  readonly outOfOrder: readonly string[]
  /** Customers of whom we sent an older version after a newer one, and the mainframe kept what it had. */
  readonly sentOutOfOrder: readonly string[]
  /** Customers that we believe the mainframe to have, and that it has not. */
  readonly falselyAcked: readonly string[]
}

/** A verdict without any finding, but for what was committed. */
export const clean = { lost: [], mismatched: [], outOfOrder: [], sentOutOfOrder: [], falselyAcked: [] } as const

interface Row {
  readonly id: string
  readonly version: number
  readonly acked_version: number
  readonly is_parked: boolean
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly line1: string | null
  readonly city: string | null
}

/** Compares every customer of a tenant, those that are parked aside, with the mainframe's master file and journal. */
export async function judge(admin: TestDatabase['admin'], directory: string, tenant: Tenant): Promise<Verdict> {
  const schema = schemaOf('customers', tenant)
  const rows = await admin.unsafe<Row[]>(
    `select c.id, c.version, s.acked_version, s.parked_at is not null as is_parked, c.name, c.email, c.phone, a.line1, a.city
     from ${schema}.customers c join ${schema}.mainframe_sync s on (s.tenant_id, s.customer_id) = (c.tenant_id, c.id)
     left join ${schema}.addresses a on (a.tenant_id, a.customer_id) = (c.tenant_id, c.id) and a.is_default
     where c.tenant_id = $1`,
    [tenant.id],
  )
  const stored = readCustomers(directory, tenant.id)
  const texts = decodeAll([...stored].map(([id, { record }]) => [id, record]))
  const expected = rows.filter((row) => !row.is_parked).map((row) => ({ ...row, id: idFromUuid('customer', row.id) }))
  return {
    committed: expected.length,
    lost: expected.filter(({ id, version }) => (stored.get(id)?.version ?? 0) < version).map(({ id }) => id),
    mismatched: expected
      .filter((row) => stored.get(row.id)?.version === row.version && texts.get(row.id) !== expectedText(row))
      .map(({ id }) => id),
    ...findDisorder(directory, tenant),
    falselyAcked: expected
      .filter((row) => row.acked_version === row.version && texts.get(row.id) !== expectedText(row))
      .map(({ id }) => id),
  }
}

function findDisorder(directory: string, tenant: Tenant): Pick<Verdict, 'outOfOrder' | 'sentOutOfOrder'> {
  const newest = new Map<string, number>()
  const outOfOrder = new Set<string>()
  const sentOutOfOrder = new Set<string>()
  for (const entry of readJournal(directory)) {
    if (entry.kind === 'restored') newest.clear()
    if (!('customer' in entry) || entry.tenant !== tenant.id) continue
    // The same version again is what sending a batch again comes to.
    if (entry.kind === 'kept' && entry.version < entry.storedVersion) sentOutOfOrder.add(entry.customer)
    if (entry.kind !== 'stored') continue
    if (entry.version <= (newest.get(entry.customer) ?? 0)) outOfOrder.add(entry.customer)
    newest.set(entry.customer, entry.version)
  }
  return { outOfOrder: [...outOfOrder], sentOutOfOrder: [...sentOutOfOrder] }
}

function expectedText({ version, name, email, phone, line1, city }: Row): string {
  return JSON.stringify([version, name, email ?? '', phone ?? '', line1 ?? '', city ?? ''])
}

// Columns of the record, counted by hand from the agreed interface; iconv knows the code page.
function decodeAll(records: readonly (readonly [string, Buffer])[]): ReadonlyMap<string, string> {
  if (records.length === 0) return new Map()
  const bytes = Buffer.concat(records.map(([, record]) => record))
  const text = Array.from(execFileSync('iconv', ['-f', 'IBM037', '-t', 'UTF-8'], { input: bytes, maxBuffer: 1 << 28 }).toString('utf8'))
  return new Map(
    records.map(([id, record], index) => {
      const column = (from: number, length: number): string =>
        text
          .slice(index * 500 + from, index * 500 + from + length)
          .join('')
          .trimEnd()
      return [
        id,
        JSON.stringify([record.readInt32BE(37), column(42, 100), column(142, 140), column(282, 16), column(298, 50), column(398, 40)]),
      ]
    }),
  )
}
