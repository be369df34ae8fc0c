import { uuidFromId } from '@iommi/shared/ids'
import type { TestDatabase } from '@iommi/shared/testing/test-database'
import { checksumOf } from '../src/profile-sync/batch-file.ts'
import { encodeText } from '../src/profile-sync/code-page.ts'
import type { Drop } from '../src/profile-sync/drop.ts'

// The agreed layouts of an ack and of a batch, counted by hand.
const recordBytes = 500
const returnCodeAt = 1 + 8 + 36 + 32 + 4
const storedHashAt = 1 + 36 + 4 + 4
const crcAt = 1 + 32 + 9
const versionAt = 1 + 36
const batchTotalAt = 1 + 32 + 9
const batchCrcAt = batchTotalAt + 8

/** A drop whose acks all carry the hash that was sent, in the pooled tables: as if only versions were looked at. */
export function withVersionOnlyAcks(drop: Drop, { admin }: TestDatabase): Drop {
  return {
    ...drop,
    read: async (name) => {
      const bytes = await drop.read(name)
      const [, batchId = ''] = /^CUSTACK\.(batch_[^.]+)\./.exec(name) ?? []
      if (bytes === null || batchId === '' || !bytes.subarray(returnCodeAt, returnCodeAt + 4).equals(encodeText('0000'))) return bytes
      const sent =
        await admin`select sent_hash from customers.mainframe_batch_items where batch_id = ${uuidFromId('batch', batchId)} order by position`
      const changed = Buffer.from(bytes)
      sent.forEach((row, position) => encodeText(String(row['sent_hash'])).copy(changed, (position + 1) * recordBytes + storedHashAt))
      const trailer = changed.length - recordBytes
      encodeText(checksumOf(changed.subarray(0, trailer))).copy(changed, trailer + crcAt)
      return changed
    },
  }
}

/**
 * A drop into which the first record of each customer is put once more in place of its third: as if records travelled with the jobs, and one
 * of them late.
 */
export function withLateRecords(drop: Drop): Drop {
  const sent = new Map<string, Buffer[]>()
  return {
    ...drop,
    putBatch: async (batchId, bytes) => {
      const file = Buffer.from(bytes)
      const trailer = file.length - recordBytes
      let total = 0
      for (let at = recordBytes; at < trailer; at += recordBytes) {
        const key = file.subarray(at + 1, at + versionAt).toString('hex')
        const before = sent.get(key) ?? []
        sent.set(key, [...before, Buffer.from(file.subarray(at, at + recordBytes))])
        if (before.length >= 2) before[0]?.copy(file, at)
        total += file.readInt32BE(at + versionAt)
      }
      Buffer.from(`${String(total).padStart(15, '0')}c`, 'hex').copy(file, trailer + batchTotalAt)
      encodeText(checksumOf(file.subarray(0, trailer))).copy(file, trailer + batchCrcAt)
      await drop.putBatch(batchId, file)
    },
  }
}

/** Has every ack count for the newest version there is, in the pooled tables, whatever version it is for; returns what puts that right. */
export async function ignoreAckedVersions({ admin }: TestDatabase): Promise<() => Promise<void>> {
  await admin.unsafe(`
    create function customers.blind() returns trigger language plpgsql as $$ begin
      new.acked_version := new.desired_version; new.first_dirty_at := null; return new;
    end $$;
    create trigger blind before update on customers.mainframe_sync for each row
      when (new.acked_version > old.acked_version) execute function customers.blind()`)
  return async () => {
    await admin.unsafe('drop trigger blind on customers.mainframe_sync; drop function customers.blind()')
  }
}
