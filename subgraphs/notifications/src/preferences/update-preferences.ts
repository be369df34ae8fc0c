import { requireScope } from '@iommi/shared/authorize'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import { channels } from '../channels/channels.ts'
import type { NotificationsContext } from '../context.ts'
import { notificationRules } from '../notifications/notification.ts'
import { canonicalLocale } from '../templates/locale.ts'
import { lockPreferences, updatePreferences } from './preferences-repo.ts'
import { applySwitches, type PreferencesRecord } from './preferences.ts'
import { isTimeZone } from './quiet-hours.ts'

/** What changing preferences answers. */
export interface UpdatePreferencesPayload {
  readonly preferences: PreferencesRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'VERSION_CONFLICT'>[]
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59')
const quietHours = z
  .object({
    timeZone: z.string().max(60, 'must have at most 60 characters').refine(isTimeZone, 'must be an IANA time zone such as Europe/London'),
    from: clock,
    to: clock,
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from the beginning' })

const locale = z
  .string()
  .max(35, 'must have at most 35 characters')
  .transform((text, context) => {
    const tag = canonicalLocale(text)
    if (tag === null) context.addIssue('must be a language tag such as de-AT')
    return tag
  })

const updateInput = z.object({
  idempotencyKey: idempotencyKeyField,
  expectedVersion: z.number().int().nonnegative('must not be negative').nullish(),
  locale: locale.nullish(),
  quietHours: quietHours.nullish(),
  switches: z
    .array(
      z.object({
        kind: z.enum(notificationRules.map(({ kind }) => kind)),
        channel: z.enum(channels.map(({ name }) => name)),
        isEnabled: z.boolean(),
      }),
    )
    .max(50, 'must have at most 50 items')
    .nullish(),
})

/** Changes what is given of the caller's preferences, in one step; the rest stays. */
export async function updateNotificationPreferences(context: NotificationsContext, rawInput: unknown): Promise<UpdatePreferencesPayload> {
  requireScope(context, 'notifications:write')
  context.forgetRead()
  const refuse = (...userErrors: UpdatePreferencesPayload['userErrors']): UpdatePreferencesPayload => ({ preferences: null, userErrors })
  return await mutateOnce(
    context,
    { operation: 'updateNotificationPreferences', schema: updateInput, refuse },
    rawInput,
    async (tx, input): Promise<UpdatePreferencesPayload> => {
      const now = await lockPreferences(tx, context.actor)
      if (typeof input.expectedVersion === 'number' && input.expectedVersion !== now.version) {
        const message = `The preferences have changed; their version is ${String(now.version)}. Read them again, then retry.`
        return { preferences: now, userErrors: [inputError('VERSION_CONFLICT', ['expectedVersion'], message)] }
      }
      const preferences = {
        locale: input.locale === undefined ? now.locale : input.locale,
        quietHours: input.quietHours === undefined ? now.quietHours : input.quietHours,
        switchedOff: applySwitches(now.switchedOff, input.switches ?? []),
        version: now.version + 1,
      }
      await updatePreferences(tx, context.actor, preferences)
      return { preferences, userErrors: [] }
    },
  )
}
