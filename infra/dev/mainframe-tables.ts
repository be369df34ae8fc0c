import { demoTenants } from './demo-tenants.ts'
import type { MainframeJournalEntry, MainframeStatus } from './mainframe-terminal.ts'

/** What the mainframe does, for a person at a terminal. */
export function statusTable(status: MainframeStatus): string {
  const { window, waiting, job } = status
  const byHand = window.mode === 'auto' ? '' : ', by hand'
  const about = columns([
    ['Mainframe', status.isDown ? 'DOWN' : 'up'],
    [
      'Window',
      `${window.isOpen ? 'open' : 'closed'}${byHand} (${window.schedule === 'always' ? 'always open' : `${window.schedule} UTC`})`,
    ],
    ['Rate', `${String(status.recordsPerSecond)} records a second`],
    ['At work on', job === null ? 'nothing' : `${job.file}, ${String(job.records)} records`],
    ['Waiting', `${String(waiting.batches)} batches, ${String(waiting.requests)} requests, ${String(status.acksDue)} acks to be written`],
    ['Journal', `at position ${String(status.position)}, seed ${status.seed}`],
  ])
  const tenants = status.tenants.map(({ tenant, customers, nextSeq }) => [nameOf(tenant), String(customers), String(nextSeq)])
  const held = status.held.map(({ file, tenant, seq, by }) => [
    file,
    nameOf(tenant),
    String(seq),
    by === 'SEQUENCE' ? 'the one before it' : 'the operator',
  ])
  return [
    about,
    section(['Tenant', 'Customers', 'Next batch'], tenants, 'Nothing is stored yet.'),
    section(['Held file', 'Tenant', 'Batch', 'Waits for'], held, 'No file is held.'),
    faultTable(status),
  ].join('\n')
}

/** The faults that are on. */
export function faultTable({ faults }: Pick<MainframeStatus, 'faults'>): string {
  const rows = faults.map(({ name, value, used, left }) => [name, value, String(used), left === null ? '' : `${String(left)} to go`])
  return section(['Fault', 'Value', 'Struck', ''], rows, 'No fault is on.')
}

/** What happened to a customer's records, the oldest first. */
export function journalTable(customer: string, entries: readonly MainframeJournalEntry[]): string {
  const rows = entries.map((entry) => [
    String(entry.position),
    entry.at,
    entry.kind,
    String(entry['version'] ?? ''),
    nameOf(String(entry['tenant'] ?? '')),
    String(entry['seq'] ?? ''),
    explain(entry),
  ])
  return section(['Position', 'Time', 'What', 'Version', 'Tenant', 'Batch', ''], rows, `The mainframe has never heard of ${customer}.`)
}

function explain({ kind, hash, field, reason, storedVersion }: MainframeJournalEntry): string {
  if (kind === 'rejected') return `${String(field)} ${String(reason)}`
  return kind === 'kept' ? `version ${String(storedVersion)} is on file, ${String(hash)}` : String(hash ?? '')
}

// The demo tenants have names; any other is known by its id.
function nameOf(tenant: string): string {
  return demoTenants.find(({ id }) => id === tenant)?.slug ?? tenant
}

function section(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty: string): string {
  return rows.length === 0 ? `${whenEmpty}\n` : columns([head, ...rows])
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}
