import type { TenantTx } from '@iommi/shared/database'
import type { RequestContext } from '@iommi/shared/request-context'
import type { NewNotification } from '../notifications/notification-repo.ts'

/** The ways a notification can reach people. */
export type ChannelName = 'IN_APP'

/** A way a notification reaches people: a file of its own here, and an entry in `channels.ts`. */
export interface Channel {
  readonly name: ChannelName
  /** Whether it waits for the end of somebody's quiet hours. */
  readonly isHeldInQuietHours: boolean
  /**
   * Passes new notifications on, in the transaction that wrote them: by an event or a job, never by a call to the
   * outside. A channel that addresses single people asks `decideDelivery` for each of them.
   */
  readonly deliver: (tx: TenantTx, context: RequestContext, notifications: readonly NewNotification[]) => Promise<void>
}
