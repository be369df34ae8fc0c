import type { Complete } from '@iommi/shared/resolver-types'
import type { MainframeSyncResolvers } from '../graphql.generated.ts'
import { lagSecondsOf, rejectOf, stateOf, type MainframeSyncRecord } from './mainframe-sync.ts'

export const MainframeSync: Complete<MainframeSyncResolvers, MainframeSyncRecord> = {
  state: (sync, _args, context) => stateOf(sync, context.now()),
  lagSeconds: (sync, _args, context) => lagSecondsOf(sync, context.now()),
  reject: rejectOf,
}
