import { newId } from '@iommi/shared/ids'
import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, inArray, isNull, not, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notificationReadMarks, notificationReads, notifications } from '../tables.ts'
import type { Audience, NotificationKind, NotificationRecord, Visibility } from './notification.ts'

/** Who reads: read marks are each user's own. */
export interface Reader {
  readonly kind: string
  readonly id: string
}

/** What a reader may see and wants to. */
export interface NotificationFilter {
  readonly visibility: Visibility
  readonly kinds?: readonly NotificationKind[]
  readonly isRead?: boolean | null | undefined
}

/** A notification as it was written. */
export type NewNotification = Audience & {
  readonly id: string
  readonly kind: NotificationKind
  readonly orderId: string | null
}

/**
 * Writes a notification for each audience; answers those that were not there, so that an event is told once even if it
 * comes again. Of one tenant, one transaction at a time writes: whoever sees a position sees all lower ones.
 */
export async function insertNotifications(
  tx: TenantTx,
  occasion: { readonly eventId: string; readonly kind: NotificationKind; readonly orderId: string; readonly createdAt: Date },
  audiences: readonly Audience[],
): Promise<readonly NewNotification[]> {
  const { eventId, kind, orderId, createdAt } = occasion
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('notifications:' || current_setting('app.tenant_id'), 0))`)
  const written = audiences.map((audience) => ({ ...audience, id: newId('notification'), kind, orderId }))
  const rows = await tx
    .insert(notifications)
    .values(written.map((each) => ({ ...each, eventId, createdAt })))
    .onConflictDoNothing()
    .returning({ id: notifications.id })
  const inserted = new Set(rows.map(({ id }) => id))
  return written.filter(({ id }) => inserted.has(id))
}

const columns = (reader: Reader) => ({
  id: notifications.id,
  kind: notifications.kind,
  audience: notifications.audience,
  orderId: notifications.orderId,
  createdAt: notifications.createdAt,
  // The lowest mark that covers it was the first; of that and its own reading, whichever came earlier.
  readAt: sql<Date | null>`least(${notificationReads.readAt}, (select ${notificationReadMarks.readAt} from ${notificationReadMarks}
    where ${isMarkOf(reader)} and ${notificationReadMarks.upTo} >= ${notifications.position} order by ${notificationReadMarks.upTo} limit 1))`.mapWith(
    notificationReads.readAt,
  ),
})

/** One page, by time of creation, newest first, as `keyset` limits it. */
export async function findNotifications(
  tx: TenantTx,
  reader: Reader,
  filter: NotificationFilter,
  request: PageRequest,
): Promise<readonly NotificationRecord[]> {
  const page = keyset(request, [notifications.createdAt, notifications.id], 'desc')
  return await tx
    .select(columns(reader))
    .from(notifications)
    .leftJoin(notificationReads, isReadBy(reader))
    .where(and(...conditions(reader, filter), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
}

/** Those of the notifications that there are and the reader may see, in any sequence. */
export async function findNotificationsById(
  tx: TenantTx,
  reader: Reader,
  visibility: Visibility,
  ids: readonly string[],
): Promise<readonly NotificationRecord[]> {
  return await tx
    .select(columns(reader))
    .from(notifications)
    .leftJoin(notificationReads, isReadBy(reader))
    .where(and(inArray(notifications.id, [...ids]), ...conditions(reader, { visibility })))
}

/** How many the reader sees. */
export async function countNotifications(tx: TenantTx, reader: Reader, filter: NotificationFilter): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(notifications)
    .leftJoin(notificationReads, isReadBy(reader))
    .where(and(...conditions(reader, filter)))
  return row?.count ?? 0
}

/** Marks one as read; false when the reader had read it before. */
export async function insertRead(tx: TenantTx, reader: Reader, notificationId: string, readAt: Date): Promise<boolean> {
  const rows = await tx
    .insert(notificationReads)
    .values({ readerKind: reader.kind, readerId: reader.id, notificationId, readAt })
    .onConflictDoNothing()
    .returning({ readAt: notificationReads.readAt })
  return rows.length > 0
}

/** Marks all that the reader sees and has not read, in one row however many they are; answers how many. */
export async function insertReadMark(tx: TenantTx, reader: Reader, visibility: Visibility, readAt: Date): Promise<number> {
  const [unread] = await tx
    .select({ count: sql<number>`count(*)::int`, upTo: sql<number>`max(${notifications.position})`.mapWith(Number) })
    .from(notifications)
    .leftJoin(notificationReads, isReadBy(reader))
    .where(and(...conditions(reader, { visibility, isRead: false })))
  if (unread === undefined || unread.count === 0) return 0
  const rows = await tx
    .insert(notificationReadMarks)
    .values({ readerKind: reader.kind, readerId: reader.id, upTo: unread.upTo, readAt })
    // Somebody with the same login has just done the same.
    .onConflictDoNothing()
    .returning({ upTo: notificationReadMarks.upTo })
  return rows.length === 0 ? 0 : unread.count
}

function isReadBy(reader: Reader): SQL | undefined {
  return and(
    eq(notificationReads.readerKind, reader.kind),
    eq(notificationReads.readerId, reader.id),
    eq(notificationReads.notificationId, notifications.id),
  )
}

function isMarkOf(reader: Reader): SQL | undefined {
  return and(eq(notificationReadMarks.readerKind, reader.kind), eq(notificationReadMarks.readerId, reader.id))
}

function conditions(reader: Reader, { visibility, kinds, isRead }: NotificationFilter): readonly (SQL | undefined)[] {
  const isUnread = and(
    isNull(notificationReads.notificationId),
    sql`${notifications.position} > coalesce((select max(${notificationReadMarks.upTo}) from ${notificationReadMarks} where ${isMarkOf(reader)}), 0)`,
  )
  return [
    isVisible(visibility),
    kinds === undefined ? undefined : kinds.length === 0 ? sql`false` : inArray(notifications.kind, [...kinds]),
    isRead === true && isUnread !== undefined ? not(isUnread) : undefined,
    isRead === false ? isUnread : undefined,
  ]
}

const twins = alias(notifications, 'twins')

/** Of an event that several of the reader's roles are told about, one notification is visible. */
function isVisible(visibility: Visibility): SQL | undefined {
  if (visibility.audience === 'CUSTOMER') {
    return and(eq(notifications.audience, 'CUSTOMER'), eq(notifications.customerId, visibility.customerId))
  }
  const roles = [...visibility.roles]
  const isOfRole = and(eq(notifications.audience, 'EMPLOYEES'), inArray(notifications.role, roles))
  if (roles.length === 1) return isOfRole
  const isTwin = and(
    eq(twins.eventId, notifications.eventId),
    eq(twins.audience, 'EMPLOYEES'),
    inArray(twins.role, roles),
    sql`${twins.role} < ${notifications.role}`,
  )
  return and(isOfRole, sql`not exists (select 1 from ${notifications} twins where ${isTwin})`)
}
