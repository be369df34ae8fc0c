import type { TenantTx } from '@iommi/shared/database'
import { countUnregistered, findCounted, type ReportedUsage } from './operation-usage-repo.ts'
import { foldIntoOther, operationKey, otherOperations, usageKey } from './operation-usage.ts'

// How many different operations of a client are told apart on a day.
const unregisteredMax = 1_000

/**
 * The counts that may be added: whoever sends ever new documents fills no table with them, for what goes beyond the
 * bound is counted as the client's operation `other`. Registered operations are always told apart.
 */
export async function boundUsage(tx: TenantTx, usages: readonly ReportedUsage[]): Promise<readonly ReportedUsage[]> {
  const tooMany = new Set<string>()
  for (const ofClient of byClientAndDay(
    usages.filter(({ isRegistered, operationId }) => !isRegistered && operationId !== otherOperations),
  )) {
    for (const usage of await findTooMany(tx, ofClient)) tooMany.add(usageKey(usage))
  }
  return tooMany.size === 0 ? usages : foldIntoOther(usages, (usage) => tooMany.has(usageKey(usage)))
}

/** Of one client and day. */
async function findTooMany(tx: TenantTx, usages: readonly ReportedUsage[]): Promise<readonly ReportedUsage[]> {
  const [first] = usages
  if (first === undefined) return []
  const room = Math.max(0, unregisteredMax - (await countUnregistered(tx, first)))
  if (usages.length <= room) return []
  const counted = await findCounted(
    tx,
    first,
    usages.map(({ operationId }) => operationId),
  )
  const known = new Set(counted.map(operationKey))
  return usages.filter((usage) => !known.has(operationKey(usage))).slice(room)
}

function byClientAndDay(usages: readonly ReportedUsage[]): readonly (readonly ReportedUsage[])[] {
  const groups = new Map<string, ReportedUsage[]>()
  for (const usage of usages) {
    const key = JSON.stringify([usage.day.toISOString(), usage.client])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [usage])
    else group.push(usage)
  }
  return [...groups.values()]
}
