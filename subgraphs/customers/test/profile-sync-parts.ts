import { silentLogger } from '@iommi/shared/telemetry'
import { tenantRegistry } from '@iommi/shared/tenants'
import { schemaOf } from '@iommi/shared/tenant'
import { useTestDatabase, type TestDatabase } from '@iommi/shared/testing/test-database'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Ack, AckResult } from '../src/profile-sync/ack-file.ts'
import { checksumOf } from '../src/profile-sync/batch-file.ts'
import { openDrop } from '../src/profile-sync/drop.ts'
import { ackLayouts } from '../src/profile-sync/layouts.ts'
import { encodeRecord } from '../src/profile-sync/record-codec.ts'
import type { SyncKit } from '../src/profile-sync/sync-kit.ts'
import type { BatchEvent } from '../src/profile-sync/sync-metrics.ts'
import { shopOf, type Shop } from './customers-fixture.ts'

/** The parts of the worker, each alone: on a real database and directory, with no queue and a mainframe that is played by the test. */
export interface Parts {
  readonly database: TestDatabase
  readonly kit: () => SyncKit
  readonly acme: () => Shop
  readonly globex: () => Shop
  /** What the worker believes the time to be; the real time before each test. */
  readonly clock: { now: Date }
  /** What was counted of batch files since the test began. */
  readonly counted: BatchEvent[]
  readonly rows: (shop: Shop, table: string, where?: string) => Promise<readonly Record<string, unknown>[]>
  /** Leaves a file as the mainframe does; answers its name. */
  readonly answer: (name: string, bytes: Uint8Array) => Promise<string>
  /** Names of the files in one of the drop's directories. */
  readonly filesIn: (directory: 'in' | 'out' | 'aside' | 'requests') => Promise<readonly string[]>
}

/** Sets the parts up for this test file; every test begins without profiles. */
export function useParts(): Parts {
  const database = useTestDatabase('customers')
  const directory = mkdtempSync(join(tmpdir(), 'iommi-drop-'))
  const clock = { now: new Date() }
  const counted: BatchEvent[] = []
  let kit: SyncKit | null = null
  beforeAll(async () => {
    kit = {
      db: database.db,
      worker: database.worker,
      tenants: tenantRegistry(database.db),
      drop: await openDrop(directory),
      log: silentLogger,
      now: () => clock.now,
      metrics: { batch: (event) => void counted.push(event), acked: () => undefined, backlog: () => undefined },
      times: { leaseMs: 60_000, ackTimeoutMs: 30_000 },
    }
  })
  beforeEach(async () => {
    clock.now = new Date()
    counted.splice(0)
    for (const { tenant } of [shopOf(database, 'acme'), shopOf(database, 'globex')]) {
      const schema = schemaOf('customers', tenant)
      await database.admin.unsafe(`delete from ${schema}.mainframe_batch_items`)
      for (const table of [
        'mainframe_batches',
        'mainframe_sequences',
        'mainframe_sync',
        'mainframe_reconciliations',
        'customers',
        'outbox',
      ])
        await database.admin.unsafe(`delete from ${schema}.${table}`)
    }
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  return {
    database,
    kit: () => {
      if (kit === null) throw new Error('the kit is there once the tests run')
      return kit
    },
    acme: () => shopOf(database, 'acme'),
    globex: () => shopOf(database, 'globex'),
    clock,
    counted,
    rows: async (shop, table, where = 'true') =>
      await database.admin.unsafe<Record<string, unknown>[]>(`select * from ${shop.table(table)} where tenant_id = $1 and ${where}`, [
        shop.tenant.id,
      ]),
    answer: async (name, bytes) => {
      await writeFile(join(directory, 'out', name), bytes)
      return name
    },
    filesIn: async (name) => await readdir(join(directory, name)),
  }
}

/** The file that an ack is. */
export function toAckFile(ack: Ack): Buffer {
  const header = encodeRecord(ackLayouts['CUSTACK-HEADER'], {
    'REC-TYPE': 'A',
    'FILE-ID': 'CUSTACK',
    'TENANT-ID': ack.tenantId,
    'BATCH-ID': ack.batchId,
    'BATCH-SEQ': BigInt(ack.sequence),
    'RETURN-CODE': BigInt(ack.returnCode),
    REASON: ack.reason,
    'RECORD-COUNT': BigInt(ack.results.length),
  })
  const body = Buffer.concat([header, ...ack.results.map(toResult)])
  const trailer = encodeRecord(ackLayouts['CUSTACK-TRAILER'], {
    'REC-TYPE': 'T',
    'BATCH-ID': ack.batchId,
    'RECORD-COUNT': BigInt(ack.results.length),
    CRC: checksumOf(body),
  })
  return Buffer.concat([body, trailer])
}

function toResult(result: AckResult): Buffer {
  return encodeRecord(ackLayouts['CUSTACK-RESULT'], {
    'REC-TYPE': 'R',
    'CUSTOMER-KEY': result.customerId,
    'RESULT-CODE': result.isRejected ? 4n : 0n,
    'STORED-VER': BigInt(result.storedVersion),
    'STORED-HASH': result.storedHash,
    'REJECT-FIELD': result.rejectField ?? '',
    REASON: result.reason,
  })
}
