import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDrop, type Drop } from './drop.ts'

let directory = ''
let drop: Drop
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'iommi-drop-'))
  drop = await openDrop(directory)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const old = new Date('2026-11-20T09:00:00.000Z')
async function leave(path: string, at: Date): Promise<void> {
  await writeFile(join(directory, path), 'x')
  await utimes(join(directory, path), at, at)
}

it('keeps a file whole that several write at the same time', async () => {
  const bytes = Buffer.alloc(200_000, 1)
  await Promise.all(Array.from({ length: 20 }, () => drop.putBatch('batch_1', bytes)))
  expect(await readdir(join(directory, 'in'))).toEqual(['CUSTPROF.batch_1.dat'])
  expect(await readFile(join(directory, 'in', 'CUSTPROF.batch_1.dat'))).toEqual(bytes)
})

it('looks at batch files only to see how long the mainframe has taken none', async () => {
  await leave('in/README', old)
  await leave('in/CUSTPROF.batch_2.dat.1234.tmp', old)
  expect(await drop.oldestWaitingAt()).toBeNull()
  const later = new Date('2026-11-20T10:00:00.000Z')
  await leave('in/CUSTPROF.batch_1.dat', later)
  expect(await drop.oldestWaitingAt()).toEqual(later)
})

it('removes what was begun long ago and never finished, and nothing else', async () => {
  await leave('in/CUSTPROF.batch_1.dat.1.tmp', old)
  await leave('requests/EXTRACT.recon_1.dat.1.tmp', old)
  await leave('in/CUSTPROF.batch_2.dat', old)
  await leave('in/CUSTPROF.batch_3.dat.2.tmp', new Date('2026-11-20T10:00:00.000Z'))
  await drop.forgetHalves(new Date('2026-11-20T09:30:00.000Z'))
  expect((await readdir(join(directory, 'in'))).toSorted()).toEqual(['CUSTPROF.batch_2.dat', 'CUSTPROF.batch_3.dat.2.tmp'])
  expect(await readdir(join(directory, 'requests'))).toEqual([])
})
