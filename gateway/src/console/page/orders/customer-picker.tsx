import { useEffect, useId, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { customersDocument } from '../graph/documents.ts'

interface FoundCustomer {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

interface CustomersAnswer {
  readonly customers: { readonly nodes: readonly FoundCustomer[] }
}

/** What the picker starts from, and what it is told. */
export interface CustomerPickerProps {
  readonly customerId: string | null
  readonly onPick: (customerId: string | null) => void
}

const typingPauseMs = 200

/** Narrows the list to one customer, found by the beginning of the name. */
export function CustomerPicker({ customerId, onPick }: CustomerPickerProps): ReactNode {
  if (customerId === null) return <CustomerSearch onPick={onPick} />
  return <PickedCustomer customerId={customerId} onClear={() => onPick(null)} />
}

function PickedCustomer({ customerId, onClear }: { readonly customerId: string; readonly onClear: () => void }): ReactNode {
  const [{ data, fetching }] = useQuery<CustomersAnswer>({ query: customersDocument, variables: { where: { id: { in: [customerId] } } } })
  const name = data?.customers.nodes[0]?.name ?? (fetching ? '…' : 'Unknown customer')
  return (
    <button type="button" className="chip" aria-pressed="true" onClick={onClear}>
      {name}
      <span aria-hidden="true">✕</span>
      <span className="unseen">: show the orders of all customers</span>
    </button>
  )
}

function CustomerSearch({ onPick }: { readonly onPick: (customerId: string) => void }): ReactNode {
  const [text, setText] = useState('')
  const [active, setActive] = useState(-1)
  const [isOpen, setIsOpen] = useState(false)
  const listId = useId()
  const { customers, isSettled } = useCustomers(text)
  const isShown = isOpen && text.trim() !== ''
  const onKeyDown = (event: KeyboardEvent): void => {
    // While those of another text are still shown, nobody can have been meant.
    const choices = isSettled ? customers : []
    const moved = movedOption(event.key, active, choices.length)
    const picked = choices[Math.max(active, 0)]
    if (event.key === 'Escape' && isShown) setIsOpen(false)
    else if (event.key === 'Enter' && isShown && picked !== undefined) onPick(picked.id)
    else if (moved !== null) setActive(moved)
    else return
    if (moved !== null) setIsOpen(true)
    event.preventDefault()
  }
  return (
    <div className="combobox">
      <input
        type="text"
        role="combobox"
        placeholder="Customer"
        aria-label="Customer, by the beginning of the name"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? optionId(listId, active) : undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(-1)
          setIsOpen(true)
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label="Customers" hidden={!isShown}>
        {customers.map((customer, index) => (
          <CustomerOption key={customer.id} id={optionId(listId, index)} customer={customer} isActive={index === active} onPick={onPick} />
        ))}
        {isSettled && customers.length === 0 ? (
          <li role="option" aria-selected="false" aria-disabled="true" className="soft">
            No name begins like this.
          </li>
        ) : null}
      </ul>
    </div>
  )
}

interface CustomerOptionProps {
  readonly id: string
  readonly customer: FoundCustomer
  readonly isActive: boolean
  readonly onPick: (customerId: string) => void
}

function CustomerOption({ id, customer, isActive, onPick }: CustomerOptionProps): ReactNode {
  // Before the input loses the focus, and the list goes away with it.
  const onMouseDown = (event: MouseEvent): void => {
    event.preventDefault()
    onPick(customer.id)
  }
  return (
    <li id={id} role="option" aria-selected={isActive} onMouseDown={onMouseDown}>
      {customer.name} <span className="soft">{customer.email}</span>
    </li>
  )
}

function optionId(listId: string, index: number): string {
  return `${listId}-${String(index)}`
}

/** The option that an arrow key leads to, round and round; null for other keys. */
function movedOption(key: string, active: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (active + 1) % count
  return key === 'ArrowUp' ? (Math.max(active, 0) + count - 1) % count : null
}

function useCustomers(text: string): { readonly customers: readonly FoundCustomer[]; readonly isSettled: boolean } {
  const wanted = usePaused(text.trim())
  const [{ data, fetching }] = useQuery<CustomersAnswer>({
    query: customersDocument,
    variables: { where: { name: { startsWith: wanted } } },
    pause: wanted === '',
  })
  const customers = wanted === '' ? [] : (data?.customers.nodes ?? [])
  return { customers, isSettled: !fetching && wanted === text.trim() }
}

/** The text once nobody has typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), typingPauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
