import { InvariantError } from '@iommi/shared/errors'
import type { Actor } from '@iommi/shared/request-context'
import type { GraphName } from '@iommi/schema/operation-manifest'

/** The graph a caller gets: it follows from the credential alone. */
export function graphOf({ kind }: Pick<Actor, 'kind'>): GraphName {
  if (kind === 'employee') return 'internal'
  if (kind === 'client') return 'public'
  if (kind === 'partner') return 'partner'
  throw new InvariantError('our own services do not come through the gateway')
}
