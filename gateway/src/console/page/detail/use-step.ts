import { useCallback, useRef, useState } from 'react'
import { useClient } from 'urql'
import { stepDocuments } from '../graph/documents.ts'
import { sentenceOf } from '../graph/graph-client.ts'
import type { OrderRecord } from '../orders/order-record.ts'
import type { StepField } from './order-step.ts'

interface StepAnswer {
  readonly order: OrderRecord | null
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null; readonly message: string }[]
}

/** Taking steps, one at a time. */
export interface StepTaking {
  /** The step under way; null when there is none. */
  readonly taking: StepField | null
  /** Why the last one did not happen; empty when it did. */
  readonly problems: readonly string[]
  /** Takes a step; true when it happened. Pressing again after a failure asks for the same: nothing happens twice. */
  readonly take: (field: StepField, input: Readonly<Record<string, unknown>>) => Promise<boolean>
}

/** Lets a component take steps with an order; `onTaken` gets the order as it is afterwards. */
export function useStep(onTaken: (order: OrderRecord) => void): StepTaking {
  const client = useClient()
  const keys = useRef(new Map<string, string>())
  const [taking, setTaking] = useState<StepField | null>(null)
  const [problems, setProblems] = useState<readonly string[]>([])
  const take = useCallback(
    async (field: StepField, input: Readonly<Record<string, unknown>>): Promise<boolean> => {
      const wish = JSON.stringify([field, input])
      const idempotencyKey = keys.current.get(wish) ?? crypto.randomUUID()
      keys.current.set(wish, idempotencyKey)
      setTaking(field)
      const variables = { input: { ...input, idempotencyKey } }
      const { data, error } = await client.mutation<Readonly<Record<string, StepAnswer>>>(stepDocuments[field], variables).toPromise()
      const answer = data?.[field]
      setTaking(null)
      if (answer === undefined || answer === null) {
        setProblems([error === undefined ? 'The service gave no answer.' : sentenceOf(error)])
        return false
      }
      setProblems(answer.userErrors.map(({ message }) => message))
      if (answer.order !== null) onTaken(answer.order)
      return answer.userErrors.length === 0
    },
    [client, onTaken],
  )
  return { taking, problems, take }
}
