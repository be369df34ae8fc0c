import { InvariantError } from '@iommi/shared/errors'
import type { AudienceName, NotificationKind } from '../notifications/notification.ts'
import { de } from './de.ts'
import { deAT } from './de-at.ts'
import { en } from './en.ts'
import { localeChain } from './locale.ts'

/** What a notification says. Which order it is stands beside it, in its `order`. */
export interface Template {
  readonly title: string
  readonly body: string
}

/** The texts of one language; what is missing is looked for in the next of the chain. */
export type Templates = Readonly<Partial<Record<NotificationKind, Readonly<Partial<Record<AudienceName, Partial<Template>>>>>>>

const templatesByLocale: ReadonlyMap<string, Templates> = new Map([
  ['en', en],
  ['de', de],
  ['de-AT', deAT],
])

/** The text in the nearest language there is to `locale` (BCP 47; null for the default). */
export function renderText(
  part: keyof Template,
  { kind, audience }: { readonly kind: NotificationKind; readonly audience: AudienceName },
  locale: string | null,
): string {
  for (const tag of localeChain(locale)) {
    const text = templatesByLocale.get(tag)?.[kind]?.[audience]?.[part]
    if (text !== undefined) return text
  }
  throw new InvariantError('the default language has every text')
}
