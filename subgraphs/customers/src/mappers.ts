import type { AddressRecord } from './addresses/address.ts'
import type { CustomerRecord } from './customers/customer.ts'
import type { CustomerPage } from './customers/list-customers.ts'
import type { MainframeBatchRecord } from './mainframe-sync/mainframe-batch-repo.ts'
import type { MainframeSyncRecord } from './mainframe-sync/mainframe-sync.ts'
import type { OperatorActionRecord } from './mainframe-sync/operator-action-repo.ts'
import type { ConsentTextRecord } from './consents/consent-text.ts'
import type { ConsentRecord as Consent, ConsentState } from './consents/consent.ts'
import type { OperationUsageRecord } from './operation-usage/operation-usage.ts'
import type { PreferencesRecord } from './preferences/preferences.ts'
import type { ReconciliationRecord } from './profile-sync/reconciliation-repo.ts'
import type { Finding } from './profile-sync/reconciliation.ts'
import type { SegmentExplanation as Explanation } from './segments/explain-segments.ts'
import type { SegmentRecord } from './segments/segment.ts'
import type { UserPage } from './users/list-users.ts'
import type { UserRecord } from './users/user.ts'
import type { ViewerRecord } from './viewer/viewer.ts'

// Which record stands behind a GraphQL type: the exported name is the type's.
export type Customer = CustomerRecord
export type CustomerConnection = CustomerPage
export type Address = AddressRecord
export type MainframeSync = MainframeSyncRecord
export type MainframeBatch = MainframeBatchRecord
export type MainframeReconciliation = ReconciliationRecord
export type MainframeFinding = Finding
export type MainframeAction = OperatorActionRecord
export type OperationUsage = OperationUsageRecord
export type Viewer = ViewerRecord
export type User = UserRecord
export type UserConnection = UserPage
export type CustomerPreferences = PreferencesRecord
export type CustomerConsent = ConsentState
export type ConsentRecord = Consent
export type ConsentText = ConsentTextRecord
export type Segment = SegmentRecord
export type SegmentExplanation = Explanation
