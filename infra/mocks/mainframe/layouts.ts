import { existsSync, readFileSync } from 'node:fs'
import { readCopybook, type Layout } from './copybook.ts'

/** Every record of every file of the interface is this long; there are no newlines. */
export const recordBytes = 500

// The copybooks lie beside this file; a bundle in infra/dist finds them from there.
const directories = ['./', '../mocks/mainframe/'].map((path) => new URL(path, import.meta.url))
const directory = directories.find((candidate) => existsSync(new URL('custprof.cpy', candidate)))

const custprof = openCopybook('custprof.cpy')
const custack = openCopybook('custack.cpy')
const extract = openCopybook('extract.cpy')

/** The records of the files that cross the interface, as their copybooks say. */
export const layouts = {
  batchHeader: custprof('CUSTPROF-HEADER'),
  batchDetail: custprof('CUSTPROF-DETAIL'),
  batchTrailer: custprof('CUSTPROF-TRAILER'),
  ackHeader: custack('CUSTACK-HEADER'),
  ackResult: custack('CUSTACK-RESULT'),
  ackTrailer: custack('CUSTACK-TRAILER'),
  extractRequest: extract('EXTRACT-REQUEST'),
  extractHeader: extract('EXTRACT-HEADER'),
  extractRecord: extract('EXTRACT-RECORD'),
  extractTrailer: extract('EXTRACT-TRAILER'),
} as const satisfies Readonly<Record<string, Layout>>

function openCopybook(file: string): (record: string) => Layout {
  if (directory === undefined)
    throw new Error(`The copybooks are neither in ${directories.map(({ pathname }) => pathname).join(' nor in ')}.`)
  const records = readCopybook(readFileSync(new URL(file, directory), 'utf8'))
  return (name) => {
    const layout = records.get(name)
    if (layout?.length !== recordBytes) throw new Error(`${file} has no record ${name} of ${String(recordBytes)} bytes.`)
    return layout
  }
}
