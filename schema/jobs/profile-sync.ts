import { z } from 'zod'

/** Asks the profile-sync worker to bring one customer to the mainframe. Ids only: the row is the truth. */
export const profileSyncJob = {
  name: 'profile-sync',
  data: z.object({ customerId: z.string() }),
} as const
