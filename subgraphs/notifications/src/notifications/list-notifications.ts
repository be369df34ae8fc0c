import { requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { encodeEventCursor } from '@iommi/shared/event-cursor'
import { readTopicHead } from '@iommi/shared/event-log'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import { inApp } from '../channels/in-app.ts'
import type { NotificationsContext } from '../context.ts'
import { decideDelivery } from '../preferences/preferences.ts'
import { countNotifications, findNotifications } from './notification-repo.ts'
import { kindsFor, visibilityOf, type NotificationKind, type NotificationRecord } from './notification.ts'

type Nullable<Value> = Value | null | undefined

/** Which notifications, which page. */
export interface NotificationListArgs extends ConnectionArgs {
  readonly where?: Nullable<{
    readonly isRead?: Nullable<boolean>
    readonly kind?: Nullable<{ readonly in: readonly NotificationKind[] }>
  }>
}

/** A page of notifications and where their stream stood before it was read. */
export interface NotificationPage extends Connection<NotificationRecord> {
  readonly changesCursor: string
}

const topic = 'notification-events'
const kindsMax = 20

/** A page of what the actor is told, newest first, of the kinds that are switched on for it. */
export async function listNotifications(context: NotificationsContext, args: NotificationListArgs): Promise<NotificationPage> {
  requireScope(context, 'notifications:read')
  const request = readPageRequest(args, 'notifications')
  const wanted = args.where?.kind?.in
  if (wanted !== undefined && wanted.length > kindsMax) {
    throw new AppError('BAD_USER_INPUT', `where.kind.in: at most ${String(kindsMax)} values are allowed.`)
  }
  const visibility = visibilityOf(context.actor)
  const kinds = (await shownKinds(context)).filter((kind) => wanted?.includes(kind) ?? true)
  return await withTenant(context, async (tx) => {
    const { epoch, seq } = await readTopicHead(tx, topic)
    const changesCursor = encodeEventCursor(context.cursorKey, context.tenant.id, { topic, epoch, seq })
    const filter = visibility === null ? null : { visibility, kinds, isRead: args.where?.isRead }
    const rows = filter === null ? [] : await findNotifications(tx, context.actor, filter, request)
    return { ...toConnection(request, rows, ({ createdAt, id }) => [createdAt, id]), changesCursor }
  })
}

/** How many of those the actor is told it has not read. */
export async function countUnread(context: NotificationsContext): Promise<number> {
  const visibility = visibilityOf(context.actor)
  if (visibility === null) return 0
  const filter = { visibility, kinds: await shownKinds(context), isRead: false }
  return await withTenant(context, (tx) => countNotifications(tx, context.actor, filter))
}

/** The kinds that the actor is told: those for its audience that are switched on. */
export async function shownKinds(context: NotificationsContext): Promise<readonly NotificationKind[]> {
  const preferences = await context.loaders().preferences()
  const now = context.now()
  return kindsFor(visibilityOf(context.actor)).filter((kind) => decideDelivery(preferences, kind, inApp, now).decision === 'NOW')
}
