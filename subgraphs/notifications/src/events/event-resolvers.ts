import { serveEvents } from '@iommi/shared/event-log'
import type { QueryResolvers } from '../graphql.generated.ts'

export const Query: Pick<QueryResolvers, '_events'> = {
  _events: (_root, args, context) => serveEvents(context, args),
}
