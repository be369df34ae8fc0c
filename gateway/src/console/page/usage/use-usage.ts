import { useEffect, useState } from 'react'
import type { UsageFilter } from './usage-filter.ts'
import type { UsageFound } from './read-usage.ts'

/** What a filter has found, so far. */
export interface UsageState {
  /** Null before the first answer. */
  readonly found: (UsageFound & { readonly filter: UsageFilter }) | null
  readonly isReading: boolean
  /** Why there is no answer to the last question; null when there is one. */
  readonly problem: string | null
}

/** Reads whenever the filter is another object; an answer that was overtaken is not shown. */
export function useUsage(read: (filter: UsageFilter) => Promise<UsageFound>, filter: UsageFilter): UsageState {
  const [state, setState] = useState<UsageState>({ found: null, isReading: true, problem: null })
  useEffect(() => {
    let isAsked = true
    const ask = async (): Promise<void> => {
      const answer = await answerOf(read, filter)
      if (isAsked) setState(answer)
    }
    setState((before) => ({ ...before, isReading: true }))
    void ask()
    return () => {
      isAsked = false
    }
  }, [read, filter])
  return state
}

async function answerOf(read: (filter: UsageFilter) => Promise<UsageFound>, filter: UsageFilter): Promise<UsageState> {
  try {
    return { found: { ...(await read(filter)), filter }, isReading: false, problem: null }
  } catch (error) {
    return { found: null, isReading: false, problem: error instanceof Error ? error.message : String(error) }
  }
}
