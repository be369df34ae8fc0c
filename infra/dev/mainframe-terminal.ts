import { z } from 'zod'
import { CommandError } from './command.ts'
import { findRunningStack } from './running-stack.ts'

const timeoutMs = 10_000

const fault = z.object({ name: z.string(), value: z.string(), used: z.number(), left: z.number().nullable() })

const status = z.object({
  isDown: z.boolean(),
  window: z.object({ schedule: z.string(), mode: z.enum(['auto', 'open', 'close']), isOpen: z.boolean() }),
  recordsPerSecond: z.number(),
  seed: z.string(),
  job: z.object({ file: z.string(), records: z.number() }).nullable(),
  waiting: z.object({ batches: z.number(), requests: z.number() }),
  position: z.number(),
  acksDue: z.number(),
  tenants: z.array(z.object({ tenant: z.string(), customers: z.number(), nextSeq: z.number() })),
  held: z.array(z.object({ file: z.string(), tenant: z.string(), seq: z.number(), by: z.string() })),
  faults: z.array(fault),
})

const journal = z.object({
  entries: z.array(z.object({ position: z.number(), at: z.string(), kind: z.string() }).catchall(z.union([z.string(), z.number()]))),
})

/** What the mainframe does at this moment, as its terminal shows it. */
export type MainframeStatus = Readonly<z.infer<typeof status>>

/** Something that happened to a customer's record; what belongs to its kind is in the other fields. */
export type MainframeJournalEntry = Readonly<z.infer<typeof journal>['entries'][number]>

/** The operator's terminal of the mainframe at this address. Each call throws one line when the mainframe refuses it or does not answer. */
export interface MainframeTerminal {
  readonly status: () => Promise<MainframeStatus>
  readonly setFaults: (values: Readonly<Record<string, string>>) => Promise<MainframeStatus>
  readonly clearFaults: () => Promise<MainframeStatus>
  readonly setWindow: (mode: string) => Promise<MainframeStatus>
  readonly restore: (position: number) => Promise<MainframeStatus>
  readonly journalOf: (customer: string) => Promise<readonly MainframeJournalEntry[]>
}

/** The terminal of the stack that runs on this data directory, and on this port if one is given. Throws one line when there is none. */
export function findTerminal(path: string, port?: number): MainframeTerminal {
  const { mainframeUrl } = findRunningStack(path, port)
  if (mainframeUrl === undefined) throw new CommandError(`The stack on ${path} has no mainframe.`)
  return connectTerminal(mainframeUrl)
}

/** The terminal at this address; nothing is sent yet. */
export function connectTerminal(url: string): MainframeTerminal {
  const change = async (path: string, body: unknown): Promise<MainframeStatus> => status.parse(await ask(url, path, body))
  return {
    status: async () => status.parse(await ask(url, '/status')),
    setFaults: async (values) => await change('/faults', { set: values }),
    clearFaults: async () => await change('/faults', { clear: true }),
    setWindow: async (mode) => await change('/window', { mode }),
    restore: async (to) => await change('/restore', { to }),
    journalOf: async (customer) => journal.parse(await ask(url, `/journal?customer=${encodeURIComponent(customer)}`)).entries,
  }
}

const refusal = z.object({ error: z.string() })

async function ask(url: string, path: string, body?: unknown): Promise<unknown> {
  const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${url}${path}`, { ...options, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new CommandError(`The mainframe does not answer at ${url}: see its log.`, { cause: error })
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  throw new CommandError(refusal.parse(answer).error)
}
