import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useClient } from 'urql'
import { sentenceOf } from '../graph/graph-client.ts'
import { replayDocument } from './mainframe-documents.ts'

interface ReplayAnswer {
  readonly replayMainframeSync: { readonly userErrors: readonly { readonly message: string }[] }
}

/** Whose profile, and what is told when it is sent again. */
export interface ReplayFormProps {
  readonly customer: { readonly id: string; readonly name: string }
  readonly onReplayed: () => void
}

/** Asks why, and has the profile sent again. Pressing again after a failure asks for the same: nothing happens twice. */
export function ReplayForm({ customer, onReplayed }: ReplayFormProps): ReactNode {
  const client = useClient()
  const fieldId = useId()
  const asked = useRef<{ readonly reason: string; readonly key: string } | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const given = new FormData(event.currentTarget).get('reason')
    const reason = typeof given === 'string' ? given.trim() : ''
    if (asked.current?.reason !== reason) asked.current = { reason, key: crypto.randomUUID() }
    setIsBusy(true)
    const input = { idempotencyKey: asked.current.key, customerId: customer.id, reason }
    const { data, error } = await client.mutation<ReplayAnswer>(replayDocument, { input }).toPromise()
    setIsBusy(false)
    if (error !== undefined) return setProblem(sentenceOf(error))
    // Answered: pressing again, for a profile that is parked again, asks for something new.
    asked.current = null
    const [refusal] = data?.replayMainframeSync.userErrors ?? []
    setProblem(refusal?.message ?? null)
    if (refusal === undefined) onReplayed()
  }
  return (
    <form className="replay-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor={fieldId}>
        Reason<span className="unseen"> to send {customer.name} again</span>
      </label>
      <input id={fieldId} name="reason" required maxLength={500} />
      <button type="submit" disabled={isBusy}>
        Send again
      </button>
      {problem === null ? null : <span role="alert">{problem}</span>}
    </form>
  )
}
