import type { AddressRecord } from './addresses/address.ts'
import type { CustomerRecord } from './customers/customer.ts'
import type { MainframeSyncRecord } from './mainframe-sync/mainframe-sync.ts'
import type { ViewerRecord } from './viewer/viewer.ts'

// Which record stands behind a GraphQL type: the exported name is the type's.
export type Customer = CustomerRecord
export type Address = AddressRecord
export type MainframeSync = MainframeSyncRecord
export type Viewer = ViewerRecord
