/** An issuer of its own with its own keys: one for the company's people, one for everybody outside. */
export interface Realm {
  readonly name: 'employees' | 'clients'
  /** The `aud` of its tokens. */
  readonly audience: string
  /** The roles a token may carry; an employee may have several. */
  readonly roles: readonly string[]
}

/** Both realms; each answers below `/<name>`. */
export const realms: readonly Realm[] = [
  { name: 'employees', audience: 'iommi-employees', roles: ['admin', 'customer-service', 'order-manager'] },
  { name: 'clients', audience: 'iommi-clients', roles: ['client', 'partner'] },
]
