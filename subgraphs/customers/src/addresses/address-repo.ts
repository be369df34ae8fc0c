import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { addresses, customers } from '../tables.ts'
import type { AddressRecord } from './address.ts'

const columns = {
  id: addresses.id,
  customerId: addresses.customerId,
  line1: addresses.line1,
  line2: addresses.line2,
  city: addresses.city,
  region: addresses.region,
  postalCode: addresses.postalCode,
  countryCode: addresses.countryCode,
  isDefault: addresses.isDefault,
}

/** The address, whosever it is. */
export async function findAddress(tx: TenantTx, id: string): Promise<AddressRecord | null> {
  const [row] = await tx.select(columns).from(addresses).where(eq(addresses.id, id))
  return row ?? null
}

/** Every address of a customer, oldest first. */
export async function findAddressesOf(tx: TenantTx, customerId: string): Promise<readonly AddressRecord[]> {
  return await tx.select(columns).from(addresses).where(eq(addresses.customerId, customerId)).orderBy(asc(addresses.id))
}

/** The same page of the addresses of each customer, oldest first, with one item more than the page has. */
export async function findAddressPages(tx: TenantTx, customerIds: readonly string[], page: PageRequest): Promise<readonly AddressRecord[]> {
  const { where, orderBy, limit } = keyset(page, [addresses.id], 'asc')
  const ofOne = tx
    .select(columns)
    .from(addresses)
    .where(and(eq(addresses.customerId, customers.id), where))
    .orderBy(...orderBy)
    .limit(limit)
    .as('page')
  return await tx
    .select({
      id: ofOne.id,
      customerId: ofOne.customerId,
      line1: ofOne.line1,
      line2: ofOne.line2,
      city: ofOne.city,
      region: ofOne.region,
      postalCode: ofOne.postalCode,
      countryCode: ofOne.countryCode,
      isDefault: ofOne.isDefault,
    })
    .from(customers)
    .crossJoinLateral(ofOne)
    .where(inArray(customers.id, [...customerIds]))
    .orderBy(page.isBackward ? desc(ofOne.id) : asc(ofOne.id))
}

/** Writes a new address. Another default has to be cleared before one is written. */
export async function insertAddress(tx: TenantTx, address: AddressRecord, now: Date): Promise<void> {
  await tx.insert(addresses).values({ ...address, createdAt: now })
}

/** Writes an address as it is from now on. Another default has to be cleared before one is written. */
export async function updateAddress(tx: TenantTx, { id, customerId: _customerId, ...fields }: AddressRecord): Promise<void> {
  await tx.update(addresses).set(fields).where(eq(addresses.id, id))
}

/** Leaves the customer without a default, to be given one in the same transaction. */
export async function clearDefault(tx: TenantTx, customerId: string): Promise<void> {
  await tx
    .update(addresses)
    .set({ isDefault: false })
    .where(and(eq(addresses.customerId, customerId), eq(addresses.isDefault, true)))
}

/** Removes an address. */
export async function deleteAddress(tx: TenantTx, id: string): Promise<void> {
  await tx.delete(addresses).where(eq(addresses.id, id))
}

/** A condition on `customers`: the country of the default address meets `condition`. Worked out once, whatever it is combined with. */
export function hasDefaultCountry(condition: (countryCode: typeof addresses.countryCode) => SQL | undefined): SQL | undefined {
  const isMet = condition(addresses.countryCode)
  if (isMet === undefined) return undefined
  return sql`${customers.id} in (select ${addresses.customerId} from ${addresses} where ${addresses.isDefault} and ${isMet})`
}

/** The countries of the default addresses of those customers who have one, in any order. */
export async function findDefaultCountries(
  tx: TenantTx,
  customerIds: readonly string[],
): Promise<readonly { readonly customerId: string; readonly countryCode: string }[]> {
  return await tx
    .select({ customerId: addresses.customerId, countryCode: addresses.countryCode })
    .from(addresses)
    .where(and(inArray(addresses.customerId, [...customerIds]), eq(addresses.isDefault, true)))
}
