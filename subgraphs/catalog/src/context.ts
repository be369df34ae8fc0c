import type { RequestContext } from '@iommi/shared/request-context'
import { catalogLoaders, type CatalogLoaders } from './loaders.ts'

/** What catalog code may use. One per request. */
export interface CatalogContext extends RequestContext {
  /** What the request has read so far; begins anew after each of its mutations. */
  readonly loaders: () => CatalogLoaders
  /** Forgets what was read. */
  readonly forgetRead: () => void
}

/** The context of one request. */
export function catalogContext(base: RequestContext): CatalogContext {
  let loaders = catalogLoaders(base)
  return {
    ...base,
    loaders: () => loaders,
    forgetRead: () => {
      loaders = catalogLoaders(base)
    },
  }
}

/** What `change` resolves to; what the request reads afterwards is read afresh. */
export async function thenReadAfresh<Result>(context: CatalogContext, change: Promise<Result>): Promise<Result> {
  const result = await change
  context.forgetRead()
  return result
}
