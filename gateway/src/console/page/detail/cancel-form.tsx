import type { FormEvent, ReactNode } from 'react'

/** Whether a step is under way, and what is told why the order is called off. */
export interface CancelFormProps {
  readonly isBusy: boolean
  readonly onCancel: (input: { readonly reason: string; readonly note?: string }) => void
}

const reasons: readonly (readonly [value: string, name: string])[] = [
  ['CUSTOMER_REQUEST', 'The customer asked for it'],
  ['OUT_OF_STOCK', 'It cannot be delivered'],
  ['FRAUD', 'It looks like fraud'],
  ['OTHER', 'Something else (say what in the note)'],
]

/** Asks why an order is called off. */
export function CancelForm({ isBusy, onCancel }: CancelFormProps): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [reason, note] = [form.get('reason'), form.get('note')].map((value) => (typeof value === 'string' ? value.trim() : ''))
    onCancel({ reason: reason ?? '', ...(note === '' || note === undefined ? {} : { note }) })
  }
  return (
    <form className="step-form" onSubmit={submit} aria-label="Cancel">
      <label>
        Reason
        <select name="reason">
          {reasons.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Note, if you like
        <textarea name="note" rows={2} maxLength={500} />
      </label>
      <button type="submit" className="danger" disabled={isBusy}>
        Cancel this order
      </button>
    </form>
  )
}
