import { randomUUID } from 'node:crypto'
import { open, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The directories through which the mainframe is reached; files come and go whole. */
export interface Drop {
  /** Leaves a batch file, over one of the same name. */
  readonly putBatch: (batchId: string, bytes: Uint8Array) => Promise<void>
  /** Whether the mainframe has not taken the batch's file yet. */
  readonly isWaiting: (batchId: string) => Promise<boolean>
  /** When the batch file that has waited longest for the mainframe was written; null when none waits. */
  readonly oldestWaitingAt: () => Promise<Date | null>
  /** Leaves a request for an extract, over one of the same name. */
  readonly putExtractRequest: (requestId: string, bytes: Uint8Array) => Promise<void>
  /** Names of the files that the mainframe has left. */
  readonly received: () => Promise<readonly string[]>
  /** The bytes of one of them; null when somebody else has taken it. */
  readonly read: (name: string) => Promise<Buffer | null>
  /** Removes one, once what it says is known. May be repeated. */
  readonly discard: (name: string) => Promise<void>
  /** Keeps one for people to look at, where nobody reads it again. May be repeated. */
  readonly setAside: (name: string) => Promise<void>
  /** Removes what is left of files for the mainframe that somebody began before `before` and never finished. */
  readonly forgetHalves: (before: Date) => Promise<void>
}

/** The file drop below `directory`: `in` and `requests` for the mainframe, `out` for us, `aside` for what is not readable. Made where missing. */
export async function openDrop(directory: string): Promise<Drop> {
  const below = (name: string): string => join(directory, name)
  const [incoming, outgoing, requests, aside] = [below('in'), below('out'), below('requests'), below('aside')]
  await Promise.all([incoming, outgoing, requests, aside].map(async (path) => await mkdir(path, { recursive: true })))
  return {
    putBatch: async (batchId, bytes) => await writeWhole(join(incoming, batchFileName(batchId)), bytes),
    isWaiting: async (batchId) => (await changedAt(join(incoming, batchFileName(batchId)))) !== null,
    oldestWaitingAt: async () => {
      const batches = (await wholeFiles(incoming)).filter((name) => name.startsWith(batchFilePrefix))
      const times = await Promise.all(batches.map(async (name) => await changedAt(join(incoming, name))))
      return times.reduce((oldest, time) => (oldest === null || (time !== null && time < oldest) ? time : oldest), null)
    },
    putExtractRequest: async (requestId, bytes) => await writeWhole(join(requests, `EXTRACT.${requestId}.dat`), bytes),
    received: async () => (await wholeFiles(outgoing)).toSorted(),
    read: async (name) => await unlessMissing(readFile(join(outgoing, name))),
    discard: async (name) => await rm(join(outgoing, name), { force: true }),
    setAside: async (name) => void (await unlessMissing(rename(join(outgoing, name), join(aside, name)))),
    forgetHalves: async (before) => {
      for (const folder of [incoming, requests]) {
        const halves = (await readdir(folder)).filter((name) => name.endsWith(halfSuffix)).map((name) => join(folder, name))
        for (const half of halves) if (((await changedAt(half)) ?? before) < before) await rm(half, { force: true })
      }
    },
  }
}

const batchFilePrefix = 'CUSTPROF.'
const halfSuffix = '.tmp'

function batchFileName(batchId: string): string {
  return `${batchFilePrefix}${batchId}.dat`
}

async function wholeFiles(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter((name) => !name.endsWith(halfSuffix))
}

// Two processes may write the same file at once: each writes a half of its own, the last one to rename wins with the same bytes.
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const half = `${path}.${randomUUID()}${halfSuffix}`
  try {
    const file = await open(half, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

async function changedAt(path: string): Promise<Date | null> {
  const found = await unlessMissing(stat(path))
  return found?.mtime ?? null
}

async function unlessMissing<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
