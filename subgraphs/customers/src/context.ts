import type { RequestContext } from '@iommi/shared/request-context'
import { createLoaders, type CustomersLoaders } from './loaders.ts'

/** What customers code may use of the request it serves. */
export interface CustomersContext extends RequestContext {
  /** What the request has read since the last `forgetRead`. */
  readonly loaders: () => CustomersLoaders
  /** Forgets what was read: every mutation begins with it, so that its answer shows what it wrote. */
  readonly forgetRead: () => void
}

/** The context of one request. Never shared: its loaders remember one caller's rows. */
export function customersContext(base: RequestContext): CustomersContext {
  let loaders = createLoaders(base)
  return {
    ...base,
    loaders: () => loaders,
    forgetRead: () => {
      loaders = createLoaders(base)
    },
  }
}
