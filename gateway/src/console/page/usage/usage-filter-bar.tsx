import { useState, type ReactNode } from 'react'
import type { UsageFilter } from './usage-filter.ts'

/** The filter as it is, and what is told when somebody asks for another, or for the same again. */
export interface UsageFilterBarProps {
  readonly filter: UsageFilter
  readonly onShow: (filter: UsageFilter) => void
}

const texts = [
  ['client', 'Client begins with', 100],
  ['operation', 'Operation begins with', 100],
  ['field', 'Asks for the field', 300],
] as const

/** Narrows the counts: by days, client, operation, field. */
export function UsageFilterBar({ filter, onShow }: UsageFilterBarProps): ReactNode {
  const [draft, setDraft] = useState(filter)
  const set = (name: keyof UsageFilter, value: string): void => setDraft({ ...draft, [name]: value })
  return (
    <search aria-label="Filter usage">
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault()
          onShow(draft)
        }}
      >
        <label>
          <span className="label">From</span>
          <input type="date" required value={draft.from} max={draft.to} onChange={({ target }) => set('from', target.value)} />
        </label>
        <label>
          <span className="label">To</span>
          <input type="date" required value={draft.to} min={draft.from} onChange={({ target }) => set('to', target.value)} />
        </label>
        {texts.map(([name, label, maxLength]) => (
          <label key={name}>
            <span className="label">{label}</span>
            <input
              type="search"
              placeholder={name === 'field' ? 'Order.number' : ''}
              maxLength={maxLength}
              autoComplete="off"
              spellCheck={false}
              value={draft[name]}
              onChange={({ target }) => set(name, target.value)}
            />
          </label>
        ))}
        <button type="submit" className="primary">
          Show
        </button>
      </form>
    </search>
  )
}
