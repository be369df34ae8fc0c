import type { TestDatabase } from '@iommi/shared/testing/test-database'
import { customerUuid } from './customers-fixture.ts'

const restorable = [
  'customers',
  'addresses',
  'mainframe_sync',
  'mainframe_sequences',
  'mainframe_batches',
  'mainframe_batch_items',
] as const

/** Copies the pooled tables; what is returned puts them back, as a restore of the database would. */
export async function snapshotTables({ admin: sql }: TestDatabase): Promise<() => Promise<void>> {
  await sql.unsafe('create schema old')
  for (const table of restorable) await sql.unsafe(`create table old.${table} as table customers.${table}`)
  return async () => {
    await sql.begin(async (tx) => {
      await tx.unsafe('set local session_replication_role = replica')
      await tx.unsafe(`delete from customers.outbox where published_at is null`)
      for (const table of restorable) {
        const [row] = await tx.unsafe(
          `select string_agg(column_name, ', ') as names from information_schema.columns
           where table_schema = 'customers' and table_name = '${table}' and is_generated = 'NEVER'`,
        )
        const names = String(row?.['names'])
        await tx.unsafe(`delete from customers.${table}; insert into customers.${table} (${names}) select ${names} from old.${table}`)
      }
      await tx.unsafe('drop schema old cascade')
    })
  }
}

/** Ten of each kind of difference, made behind everybody's back, in the pooled tables; needs forty customers. */
export async function seedDifferences({ admin }: TestDatabase, tenantId: string, ids: readonly string[]): Promise<void> {
  const uuids = ids.map(customerUuid)
  const some = (from: number): string =>
    uuids
      .slice(from, from + 10)
      .map((id) => `'${id}'`)
      .join(', ')
  await admin.begin(async (tx) => {
    await tx.unsafe('set local session_replication_role = replica')
    await tx.unsafe(`update customers.customers set name = 'Not what was sent' where id in (${some(0)})`)
    await tx.unsafe(`update customers.customers set version = version + 1 where id in (${some(10)})`)
    await tx.unsafe(
      `update customers.mainframe_sync set desired_version = desired_version + 1, acked_version = acked_version + 1 where customer_id in (${some(10)})`,
    )
    await tx.unsafe(`update customers.customers set version = version - 1 where id in (${some(20)})`)
    await tx.unsafe(
      `update customers.mainframe_sync set desired_version = desired_version - 1, acked_version = acked_version - 1 where customer_id in (${some(20)})`,
    )
    await tx.unsafe(`delete from customers.mainframe_batch_items where customer_id in (${some(20)}) or customer_id in (${some(30)})`)
    await tx.unsafe(`delete from customers.mainframe_sync where customer_id in (${some(30)})`)
    await tx.unsafe(`delete from customers.customers where id in (${some(30)})`)
    await tx.unsafe(`
      with made as (
        insert into customers.customers (tenant_id, id, name, name_sort, version, created_at, updated_at)
        select '${tenantId}', gen_random_uuid(), 'Never sent', 'never sent', 1, now(), now() from generate_series(1, 10) returning id
      )
      insert into customers.mainframe_sync (tenant_id, customer_id, desired_version, acked_version, acked_at)
      select '${tenantId}', id, 1, 1, now() - interval '1 minute' from made`)
  })
}
