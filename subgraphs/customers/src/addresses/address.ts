/** A postal address of a customer. */
export interface AddressRecord {
  readonly id: string
  readonly customerId: string
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string | null
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
  readonly isDefault: boolean
}

/** Where mail goes: an address without whose it is and what it is for. */
export type Destination = Omit<AddressRecord, 'id' | 'customerId' | 'isDefault'>

/** What to change; a field left out stays. */
export type DestinationChange = { readonly [Field in keyof Destination]?: Destination[Field] | undefined }

/** Addresses a customer has at most. */
export const addressesMax = 50

/** The address after `change`, or null when it changes nothing. */
export function changedAddress(
  address: AddressRecord,
  change: DestinationChange & { readonly makeDefault: boolean },
): AddressRecord | null {
  const { makeDefault, ...fields } = change
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const changed: AddressRecord = { ...address, ...given, isDefault: address.isDefault || makeDefault }
  return destinationText(changed) === destinationText(address) && changed.isDefault === address.isDefault ? null : changed
}

/** Which of a customer's addresses becomes the default once `removed` is gone: the oldest, or none when there is no need. */
export function nextDefault(addresses: readonly AddressRecord[], removed: AddressRecord): AddressRecord | null {
  if (!removed.isDefault) return null
  // Ids are UUIDv7: they sort by time of creation.
  return addresses.filter(({ id }) => id !== removed.id).toSorted((a, b) => (a.id < b.id ? -1 : 1))[0] ?? null
}

function destinationText({ line1, line2, city, region, postalCode, countryCode }: AddressRecord): string {
  return JSON.stringify([line1, line2, city, region, postalCode, countryCode])
}
