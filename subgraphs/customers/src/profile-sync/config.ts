import { redisUrl, serviceSettings } from '@iommi/shared/config'
import { z } from 'zod'

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ })
const durationMs = z.coerce.number().int().positive()

/** Every setting of the profile-sync process. */
export const profileSyncSettings = {
  ...serviceSettings,
  DATABASE_URL: databaseUrl,
  DATABASE_WORKER_URL: databaseUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(6),
  REDIS_URL: redisUrl,
  /** The directory that the mainframe's file drop is mounted at. */
  MAINFRAME_DROP_DIR: z.string().min(1),
  /** How long a profile that was sent is not sent again by anybody. */
  MAINFRAME_LEASE_MS: durationMs.default(60_000),
  /** After how long a batch without an answer is written again. */
  MAINFRAME_ACK_TIMEOUT_MS: durationMs.default(30_000),
  /** How often profiles are looked for that no job is there for. */
  MAINFRAME_SWEEP_MS: durationMs.default(3_000),
  /** Without any answer for so long, while the mainframe takes files, the process ends to be started again. */
  MAINFRAME_STUCK_MS: durationMs.default(60_000),
  /** The hour (UTC) in which the nightly reconciliation begins. */
  MAINFRAME_RECONCILE_HOUR: z.coerce.number().int().min(0).max(23).default(2),
} as const
