import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { newId } from '@iommi/shared/ids'
import { foldSpelling } from '../spelling.ts'
import { mainLocation, type LocationRecord } from './stock.ts'
import { findLocationByCode, insertLocation } from './stock-repo.ts'

/** The location `MAIN`, made if there is none. */
export async function getMainLocation(tx: TenantTx): Promise<LocationRecord> {
  const codeNorm = foldSpelling(mainLocation.code)
  const existing = await findLocationByCode(tx, codeNorm)
  if (existing !== null) return existing
  await insertLocation(tx, { id: newId('location'), codeNorm, ...mainLocation })
  const location = await findLocationByCode(tx, codeNorm)
  invariant(location, 'a location that was just made exists')
  return location
}
