import type { RequestContext } from '@iommi/shared/request-context'
import { createLoaders, type NotificationLoaders } from './loaders.ts'

/** What notifications code may use of the request it serves. */
export interface NotificationsContext extends RequestContext {
  /** Key of the cursors of the event stream, hexadecimal. */
  readonly cursorKey: string
  /** What the request has read since the last `forgetRead`. */
  readonly loaders: () => NotificationLoaders
  /** Forgets what was read: every mutation begins with it, so that its answer shows what it wrote. */
  readonly forgetRead: () => void
}

/** The context of one request. Never shared: its loaders remember one caller's rows. */
export function notificationsContext(base: RequestContext, cursorKey: string): NotificationsContext {
  let loaders = createLoaders(base)
  return {
    ...base,
    cursorKey,
    loaders: () => loaders,
    forgetRead: () => {
      loaders = createLoaders(base)
    },
  }
}
