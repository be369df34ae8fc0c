/** A buyer, as the rest of this subgraph handles it. */
export interface CustomerRecord {
  readonly id: string
  readonly name: string
  /** As entered; see `emailKey` for which addresses are the same. */
  readonly email: string | null
  /** E.164. */
  readonly phone: string | null
  /** Counts the changes of profile and addresses. */
  readonly version: number
  readonly createdAt: Date
}

/** What is known of a customer and can be changed. */
export type Profile = Pick<CustomerRecord, 'name' | 'email' | 'phone'>

/** What to change; a field left out stays. */
export type ProfileChange = { readonly [Field in keyof Profile]?: Profile[Field] | undefined }

/** The profile after `change`, or null when it changes nothing. */
export function changedProfile(customer: Profile, change: ProfileChange): Profile | null {
  const changed: Profile = {
    name: change.name ?? customer.name,
    email: change.email === undefined ? customer.email : change.email,
    phone: change.phone === undefined ? customer.phone : change.phone,
  }
  const isSame = changed.name === customer.name && changed.email === customer.email && changed.phone === customer.phone
  return isSame ? null : changed
}

/** Whether the caller decided on another version than the one there is. Without an expected version, never. */
export function isStale(customer: Pick<CustomerRecord, 'version'>, expectedVersion: number | null | undefined): boolean {
  return typeof expectedVersion === 'number' && expectedVersion !== customer.version
}

/** What names are sorted by: without accents and case, compatible forms being the same. */
export function nameSortKey(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** E-mail addresses with the same key are the same: trimmed, lower case, composed form (NFC). */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase().normalize('NFC')
}
