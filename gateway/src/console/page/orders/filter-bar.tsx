import { useEffect, useRef, useState, type ReactNode } from 'react'
import { CustomerPicker } from './customer-picker.tsx'
import { isNoFilter, noFilter, type OrderFilter } from './order-filter.ts'
import { fulfillmentStatuses, orderStatuses, type FulfillmentStatus, type OrderStatus } from './order-record.ts'
import { statusNames } from './status-names.ts'

/** The filter as it is, and what is told when somebody changes it. */
export interface FilterBarProps {
  readonly filter: OrderFilter
  readonly onChange: (filter: OrderFilter, mode: 'push' | 'replace') => void
}

const typingPauseMs = 250

/** Narrows the list: by status, fulfilment, the beginning of the number, customer. */
export function FilterBar({ filter, onChange }: FilterBarProps): ReactNode {
  // What is typed and not told yet is cleared too: by a search that begins anew.
  const [clearCount, setClearCount] = useState(0)
  const clear = (): void => {
    setClearCount(clearCount + 1)
    onChange(noFilter, 'push')
  }
  const toggle = (status: OrderStatus): void => {
    const statuses = orderStatuses.filter((each) => filter.statuses.includes(each) !== (each === status))
    onChange({ ...filter, statuses }, 'push')
  }
  return (
    <search className="filters" aria-label="Filter orders">
      <div className="chips" role="group" aria-label="Status">
        {orderStatuses.map((status) => (
          <button
            key={status}
            type="button"
            className="chip"
            aria-pressed={filter.statuses.includes(status)}
            onClick={() => toggle(status)}
          >
            {statusNames[status]}
          </button>
        ))}
      </div>
      <FulfillmentSelect value={filter.fulfillment} onChange={(fulfillment) => onChange({ ...filter, fulfillment }, 'push')} />
      <NumberSearch key={clearCount} value={filter.number} onChange={(number) => onChange({ ...filter, number }, 'replace')} />
      <CustomerPicker customerId={filter.customerId} onPick={(customerId) => onChange({ ...filter, customerId }, 'push')} />
      {isNoFilter(filter) ? null : (
        <button type="button" className="plain" onClick={clear}>
          Clear filters
        </button>
      )}
    </search>
  )
}

interface FulfillmentSelectProps {
  readonly value: readonly FulfillmentStatus[]
  readonly onChange: (value: readonly FulfillmentStatus[]) => void
}

// One or all; a combination, which a queue at the top sets, shows as such.
function FulfillmentSelect({ value, onChange }: FulfillmentSelectProps): ReactNode {
  const combined = value.length > 1 ? value.map((status) => statusNames[status]).join(' or ') : null
  return (
    <select
      aria-label="Fulfilment"
      value={value.join(',')}
      onChange={(event) => onChange(fulfillmentStatuses.filter((status) => event.target.value.split(',').includes(status)))}
    >
      <option value="">Any fulfilment</option>
      {fulfillmentStatuses.map((status) => (
        <option key={status} value={status}>
          {statusNames[status]}
        </option>
      ))}
      {combined === null ? null : <option value={value.join(',')}>{combined}</option>}
    </select>
  )
}

function NumberSearch({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  const [text, setText] = useState(value)
  const told = useRef(value)
  // The page draws itself anew with every order that changes, which must not begin the pause of who is typing anew.
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  }, [onChange])
  useEffect(() => {
    // Changed from elsewhere: the address, or a tile at the top.
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === told.current) return undefined
    const timer = setTimeout(() => {
      told.current = wanted
      tell.current(wanted)
    }, typingPauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <input
      type="search"
      id="number-search"
      inputMode="numeric"
      placeholder="Number begins with"
      aria-label="Order number begins with"
      maxLength={100}
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
