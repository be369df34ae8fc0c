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
