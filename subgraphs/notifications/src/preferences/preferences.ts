import type { Channel, ChannelName } from '../channels/channel.ts'
import type { NotificationKind } from '../notifications/notification.ts'
import { quietUntil, type QuietHours } from './quiet-hours.ts'

/** What a user has chosen. */
export interface PreferencesRecord {
  /** BCP 47; null for the default. */
  readonly locale: string | null
  readonly switchedOff: readonly Switch[]
  readonly quietHours: QuietHours | null
  /** 0 until the user changes something. */
  readonly version: number
}

/** One kind by one channel. */
export interface Switch {
  readonly kind: NotificationKind
  readonly channel: ChannelName
}

/** What holds for somebody who has chosen nothing. */
export const defaultPreferences: PreferencesRecord = { locale: null, switchedOff: [], quietHours: null, version: 0 }

/** Whether a notification goes out to a user by a channel: at once, when the quiet hours are over, or never. */
export type Delivery =
  { readonly decision: 'NOW' } | { readonly decision: 'HOLD'; readonly until: Date } | { readonly decision: 'SUPPRESS' }

/** The one rule of who gets what by which channel, and when. */
export function decideDelivery(
  { switchedOff, quietHours }: Pick<PreferencesRecord, 'switchedOff' | 'quietHours'>,
  kind: NotificationKind,
  channel: { readonly name: ChannelName; readonly isHeldInQuietHours: Channel['isHeldInQuietHours'] },
  at: Date,
): Delivery {
  if (isOff(switchedOff, { kind, channel: channel.name })) return { decision: 'SUPPRESS' }
  const until = channel.isHeldInQuietHours && quietHours !== null ? quietUntil(quietHours, at) : null
  return until === null ? { decision: 'NOW' } : { decision: 'HOLD', until }
}

/** Whether that kind by that channel is switched off. */
export function isOff(switchedOff: readonly Switch[], { kind, channel }: Switch): boolean {
  return switchedOff.some((each) => each.kind === kind && each.channel === channel)
}

/** What is off after the changes, applied in order. */
export function applySwitches(
  switchedOff: readonly Switch[],
  changes: readonly (Switch & { readonly isEnabled: boolean })[],
): readonly Switch[] {
  return changes.reduce<readonly Switch[]>((off, { kind, channel, isEnabled }) => {
    const others = off.filter((each) => each.kind !== kind || each.channel !== channel)
    return isEnabled ? others : [...others, { kind, channel }]
  }, switchedOff)
}
