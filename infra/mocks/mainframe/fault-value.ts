import { faultTable, type FaultKind, type FaultName } from './fault-table.ts'

/** A fault that is switched on, as its value was understood. */
export interface Fault {
  /** How often it strikes: a share of all cases from above 0 to 1, for the next `times` cases only unless that is null. */
  readonly share: number
  readonly times: number | null
  /** The number after the colon, or its default; null where the fault has none. For `slow` the factor. */
  readonly amount: number | null
  /** For faults that are given texts. */
  readonly texts: readonly string[]
}

const always: Fault = { share: 1, times: null, amount: null, texts: [] }
const amountMax = 1_000_000

/** Reads the value of a fault; null for `off`. Throws one line that says which values there are. */
export function parseFault(name: FaultName, value: string): Fault | null {
  if (value === 'off') return null
  const kind: FaultKind = faultTable[name]
  const fault = parsers[kind.form](value, kind)
  if (fault === null) throw new Error(`"${value}" is no value for ${name}: ${expectations[kind.form]}${amountExpectation(kind)}, or off.`)
  return fault
}

const expectations: Readonly<Record<FaultKind['form'], string>> = {
  chance: 'on, a share such as 5% or 0.05, a whole number for the next so many times',
  switch: 'on',
  factor: 'a number from 1',
  text: 'a text',
  list: 'customer keys with commas between them',
}

const parsers: Readonly<Record<FaultKind['form'], (value: string, kind: FaultKind) => Fault | null>> = {
  switch: (value) => (value === 'on' ? always : null),
  factor: (value) => {
    const amount = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0
    return amount >= 1 && amount <= amountMax ? { ...always, amount } : null
  },
  text: (value) => (value.trim() === '' ? null : { ...always, texts: [value] }),
  list: (value) => {
    const texts = value.split(',').map((text) => text.trim())
    return texts.includes('') ? null : { ...always, texts }
  },
  chance: (value, { amount }) => {
    const [, often = '', given] = /^([^:]+)(?::(\d+))?$/.exec(value) ?? []
    const chance = parseChance(often)
    if (chance === null || (given !== undefined && (amount === undefined || Number(given) > amountMax))) return null
    return { ...always, ...chance, amount: given === undefined ? (amount?.default ?? null) : Number(given) }
  },
}

function parseChance(text: string): Pick<Fault, 'share' | 'times'> | null {
  if (text === 'on') return { share: 1, times: null }
  if (/^[1-9]\d{0,5}$/.test(text)) return { share: 1, times: Number(text) }
  const [, percent, fraction] = /^(?:(\d+(?:\.\d+)?)%|(0?\.\d+|1\.0+))$/.exec(text) ?? []
  const share = percent === undefined ? Number(fraction ?? 0) : Number(percent) / 100
  return share > 0 && share <= 1 ? { share, times: null } : null
}

function amountExpectation({ amount }: FaultKind): string {
  return amount === undefined ? '' : `, and after a colon ${amount.name} (20%:${String(amount.default ?? 5)})`
}
