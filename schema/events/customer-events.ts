import { z } from 'zod'
import { defineEvent } from './event.ts'

const customerChange = z.object({ customerId: z.string(), version: z.number().int().positive() })

/** A customer exists from now on. */
export const customerRegistered = defineEvent({ topic: 'customer-events', type: 'io.iommi.customer.registered.v1', data: customerChange })
/** A customer's profile or addresses changed; `version` is the new one. */
export const customerProfileChanged = defineEvent({
  topic: 'customer-events',
  type: 'io.iommi.customer.profile-changed.v1',
  data: customerChange,
})

/** How far a customer's profile has got on its way to the mainframe, as worker or operator left it; versions are those of the customer. */
export const mainframeSyncChanged = defineEvent({
  topic: 'customer-events',
  type: 'io.iommi.mainframe-sync.changed.v1',
  data: z.object({
    customerId: z.string(),
    state: z.enum(['PENDING', 'SENT', 'SYNCED', 'PARKED']),
    desiredVersion: z.number().int().positive(),
    ackedVersion: z.number().int().nonnegative(),
    batchId: z.string().nullable(),
    /** Why the profile was refused: a code, and the field of the mainframe's record. */
    reject: z.object({ code: z.string(), field: z.string().nullable() }).nullable(),
  }),
})

const userChange = z.object({
  userId: z.string(),
  kind: z.enum(['EMPLOYEE', 'CLIENT', 'PARTNER']),
  status: z.enum(['INVITED', 'ACTIVE', 'DISABLED']),
  version: z.number().int().positive(),
})

/** An admin invited somebody. */
export const userInvited = defineEvent({ topic: 'customer-events', type: 'io.iommi.user.invited.v1', data: userChange })
/** A user's first token came; `status` says whether it was let in. */
export const userJoined = defineEvent({ topic: 'customer-events', type: 'io.iommi.user.joined.v1', data: userChange })
/** An admin changed the roles a user has on top of its token's. */
export const userRolesChanged = defineEvent({ topic: 'customer-events', type: 'io.iommi.user.roles-changed.v1', data: userChange })
/** An admin keeps a user out from now on. */
export const userDisabled = defineEvent({ topic: 'customer-events', type: 'io.iommi.user.disabled.v1', data: userChange })
/** An admin lets a user in again. */
export const userEnabled = defineEvent({ topic: 'customer-events', type: 'io.iommi.user.enabled.v1', data: userChange })

/** A customer's preferences changed; `version` is the new one of the preferences. */
export const customerPreferencesChanged = defineEvent({
  topic: 'customer-events',
  type: 'io.iommi.customer.preferences-changed.v1',
  data: customerChange,
})
const consentPurpose = z.enum(['MARKETING_EMAIL', 'MARKETING_SMS', 'ANALYTICS', 'PROFILING'])

/** A customer gave a consent or withdrew it: see the ledger for the newest word. */
export const consentRecorded = defineEvent({
  topic: 'customer-events',
  type: 'io.iommi.consent.recorded.v1',
  data: z.object({
    consentId: z.string(),
    customerId: z.string(),
    purpose: consentPurpose,
    decision: z.enum(['GRANTED', 'WITHDRAWN']),
  }),
})
/** The text that customers consent to has a new version. */
export const consentTextPublished = defineEvent({
  topic: 'customer-events',
  type: 'io.iommi.consent-text.published.v1',
  data: z.object({ purpose: consentPurpose, version: z.number().int().positive() }),
})

const segmentChange = z.object({ segmentId: z.string(), version: z.number().int().positive() })

/** A segment exists from now on. */
export const segmentCreated = defineEvent({ topic: 'customer-events', type: 'io.iommi.segment.created.v1', data: segmentChange })
/** A segment's name, description or rule changed. */
export const segmentChanged = defineEvent({ topic: 'customer-events', type: 'io.iommi.segment.changed.v1', data: segmentChange })
/** A segment is gone; `version` is one after its last. */
export const segmentDeleted = defineEvent({ topic: 'customer-events', type: 'io.iommi.segment.deleted.v1', data: segmentChange })
