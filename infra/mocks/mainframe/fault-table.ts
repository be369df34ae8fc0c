/** What can be made to go wrong. `chance`: on, a share, or a number of times; `amount` says what may follow it after a colon. */
export interface FaultKind {
  readonly form: 'chance' | 'switch' | 'factor' | 'text' | 'list'
  readonly amount?: { readonly name: string; readonly default: number | null }
  readonly meaning: string
}

/** Every fault by its name. */
export const faultTable = {
  'no-ack': { form: 'chance', meaning: 'the ack is never written' },
  'late-ack': { form: 'chance', amount: { name: 'seconds', default: 30 }, meaning: 'the ack is written so many seconds later' },
  'duplicate-ack': { form: 'chance', meaning: 'the ack is written twice, the second time as the next n' },
  'reordered-acks': {
    form: 'chance',
    amount: { name: 'seconds', default: 30 },
    meaning: 'the ack waits for the next one and is written after it, or after so many seconds',
  },
  'garbled-ack': { form: 'chance', meaning: 'one byte of the ack is another' },
  'truncated-ack': { form: 'chance', meaning: 'the end of the ack file is missing' },
  'damaged-file': { form: 'chance', meaning: 'one byte of the batch file changes before it is checked' },
  'truncated-file': { form: 'chance', meaning: 'the end of the batch file is lost before it is checked' },
  refuse: { form: 'chance', meaning: 'the whole batch is refused, return code 8' },
  hold: { form: 'chance', meaning: 'the batch is held until this is switched off' },
  'wrong-code-page': { form: 'chance', meaning: 'the batch is stored as if it were in code page 273' },
  'flipped-byte': { form: 'chance', meaning: 'one byte of a record changes before it is stored; the chance is that of each record' },
  abend: {
    form: 'chance',
    amount: { name: 'records', default: null },
    meaning: 'ABEND, return code 12, after so many records (any number if none is given) have been stored',
  },
  down: { form: 'switch', meaning: 'nothing happens at all: no file is taken, no ack written' },
  'version-blind': { form: 'switch', meaning: 'a record is stored whatever version is on file, an older one over a newer one too' },
  'disk-full': { form: 'switch', meaning: 'acks and extracts cannot be written' },
  slow: { form: 'factor', meaning: 'the service takes so many times as long' },
  'poison-key': { form: 'list', meaning: 'the records of these customers are rejected' },
  'poison-name': { form: 'text', meaning: 'records with this text in the name are rejected' },
} as const satisfies Readonly<Record<string, FaultKind>>

/** The name of a fault. */
export type FaultName = keyof typeof faultTable

/** Whether there is a fault of this name. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultTable, name)
}
