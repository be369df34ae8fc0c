import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOut } from './ack-desk.ts'
import { extractFile, readExtractRequest } from './extract-file.ts'
import type { Site } from './site.ts'

/** Answers a request for an extract that lies in the work directory. False when the answer cannot be written now. */
export function answerExtract(site: Site, file: string, request: string): boolean {
  const asked = readExtractRequest(readFileSync(join(site.drop.work, file)), request)
  if ('reason' in asked) {
    site.dataset.commit([{ kind: 'unanswered', file, reason: asked.reason }])
    return true
  }
  const stored = site.dataset.state.index.get(asked.tenant) ?? new Map()
  const customers = Array.from(stored, ([customer, { version, hash }]) => ({ customer, version, hash }))
  if (writeOut(site, `EXTRACT.${request}.dat`, extractFile(asked, customers)) !== null) return false
  site.dataset.commit([{ kind: 'extract', file, tenant: asked.tenant, request, customers: customers.length }])
  return true
}
