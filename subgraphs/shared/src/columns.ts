import { sql } from 'drizzle-orm'
import { customType } from 'drizzle-orm/pg-core'
import { idFromUuid, uuidFromId } from './ids.ts'

/** A UUID column that the code sees as a TypeID of kind `prefix`. */
export function id(name: string, prefix: string) {
  return customType<{ data: string; driverData: string }>({
    dataType: () => 'uuid',
    toDriver: (value) => uuidFromId(prefix, value),
    fromDriver: (value) => idFromUuid(prefix, value),
  })(name)
}

const tenantUuid = customType<{ data: string; driverData: string }>({ dataType: () => 'uuid' })

/** The tenant of a row. Filled in and filtered by Postgres from the transaction's tenant: queries do not mention it. */
export function tenantId() {
  return tenantUuid('tenant_id')
    .notNull()
    .default(sql`(current_setting('app.tenant_id'))::uuid`)
}

/** An instant in UTC with milliseconds. */
export const instant = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  toDriver: (value) => {
    const text = new Date(value).toISOString()
    if (/^(?!0000)\d{4}-/.test(text)) return text
    throw new RangeError('an instant lies in the years 1 to 9999')
  },
  fromDriver: (value) => new Date(value),
})
