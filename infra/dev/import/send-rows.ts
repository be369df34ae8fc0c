import { AppError, invariant } from '@iommi/shared/errors'
import { rowsMax } from './bulk-target.ts'

/** Why a subgraph does not take a row. */
export interface Refusal {
  readonly refusal: string
}

/** How many rows of a kind were brought, and how many had been there. */
export interface RowCounts {
  readonly newCount: number
  readonly oldCount: number
}

type Send<Row, Result> = (rows: readonly Row[]) => Promise<readonly Result[]>

/**
 * Sends any number of rows, call after call, and answers one result for each, in their sequence. When a call is refused because of what
 * some row says, the rows at fault are found by halving: the others are taken, those get the refusal. Any other failure is thrown.
 */
export async function sendRows<Row, Result extends object>(
  rows: readonly Row[],
  send: Send<Row, Result>,
): Promise<readonly (Result | Refusal)[]> {
  const results: (Result | Refusal)[] = []
  for (let from = 0; from < rows.length; from += rowsMax) results.push(...(await sendOrSplit(rows.slice(from, from + rowsMax), send)))
  return results
}

/** Whether a row was refused. */
export function isRefusal(result: object): result is Refusal {
  return 'refusal' in result
}

/** Counts results; refused rows are neither new nor old. */
export function countRows(results: readonly ({ readonly isNew: boolean } | Refusal)[]): RowCounts {
  let newCount = 0
  let oldCount = 0
  for (const result of results) {
    if (isRefusal(result)) continue
    if (result.isNew) newCount += 1
    else oldCount += 1
  }
  return { newCount, oldCount }
}

async function sendOrSplit<Row, Result extends object>(
  rows: readonly Row[],
  send: Send<Row, Result>,
): Promise<readonly (Result | Refusal)[]> {
  try {
    const results = await send(rows)
    invariant(results.length === rows.length, 'a bulk operation answers one result for each row')
    return results
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BAD_USER_INPUT') throw error
    if (rows.length === 1) return [{ refusal: error.message }]
    const half = Math.ceil(rows.length / 2)
    return [...(await sendOrSplit(rows.slice(0, half), send)), ...(await sendOrSplit(rows.slice(half), send))]
  }
}
