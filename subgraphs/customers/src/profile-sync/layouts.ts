import { loadLayouts } from '../copybook-files.ts'

/** The records of a batch file. */
export const batchLayouts = loadLayouts('custprof.cpy', ['CUSTPROF-HEADER', 'CUSTPROF-DETAIL', 'CUSTPROF-TRAILER'])

/** The records of an ack file. */
export const ackLayouts = loadLayouts('custack.cpy', ['CUSTACK-HEADER', 'CUSTACK-RESULT', 'CUSTACK-TRAILER'])

/** The records of an extract and of the request for one. */
export const extractLayouts = loadLayouts('extract.cpy', ['EXTRACT-REQUEST', 'EXTRACT-HEADER', 'EXTRACT-RECORD', 'EXTRACT-TRAILER'])
