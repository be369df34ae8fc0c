import { CommandError } from './command.ts'
import { faultTable, journalTable, statusTable } from './mainframe-tables.ts'
import type { MainframeTerminal } from './mainframe-terminal.ts'

const usage = `Say what to do: npm run mainframe --
  status
  faults [set NAME=VALUE … | clear]
  journal CUSTOMER
  window open|close|auto
  restore POSITION`

/** Something to be done at the terminal; answers what there is to be read then. */
type Action = (terminal: MainframeTerminal) => Promise<string>

/** What the words of the command line ask for. Throws one line that says what there is when they ask for nothing that can be done. */
export function readAction([verb = '', ...words]: readonly string[]): Action {
  const action = actions[verb]?.(words)
  if (action === undefined) throw new CommandError(usage)
  return action
}

const actions: Readonly<Record<string, (words: readonly string[]) => Action | undefined>> = {
  status: (words) => (words.length === 0 ? async (terminal) => statusTable(await terminal.status()) : undefined),
  faults: faultsAction,
  journal: ([customer, ...rest]) => {
    if (customer === undefined || rest.length > 0) return undefined
    return async (terminal) => journalTable(customer, await terminal.journalOf(customer))
  },
  window: ([mode, ...rest]) => {
    if (mode === undefined || !['open', 'close', 'auto'].includes(mode) || rest.length > 0) return undefined
    return async (terminal) => statusTable(await terminal.setWindow(mode))
  },
  restore: ([position, ...rest]) => {
    if (position === undefined || !/^\d+$/.test(position) || rest.length > 0) return undefined
    return async (terminal) => statusTable(await terminal.restore(Number(position)))
  },
}

function faultsAction([verb, ...assignments]: readonly string[]): Action | undefined {
  if (verb === undefined) return async (terminal) => faultTable(await terminal.status())
  if (verb === 'clear' && assignments.length === 0) return async (terminal) => faultTable(await terminal.clearFaults())
  if (verb !== 'set' || assignments.length === 0) return undefined
  const values = assignments.map((assignment) => {
    const [, name, value] = /^([^=]+)=(.+)$/s.exec(assignment) ?? []
    if (name === undefined || value === undefined) throw new CommandError(`A fault is set by NAME=VALUE, not "${assignment}".`)
    return [name, value] as const
  })
  return async (terminal) => faultTable(await terminal.setFaults(Object.fromEntries(values)))
}
