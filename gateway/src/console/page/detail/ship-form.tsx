import { useState, type FormEvent, type ReactNode } from 'react'
import { leftOf, type OrderDetail } from './order-detail.ts'
import type { Quantities } from './order-step.ts'

/** The order, whether a step is under way, and what is told how many of each line to ship. */
export interface ShipFormProps {
  readonly order: Pick<OrderDetail, 'lines'>
  readonly isBusy: boolean
  readonly onShip: (quantities: Quantities) => void
}

/** Asks how many of each line are shipped; everything that is left, unless somebody says less. */
export function ShipForm({ order, isBusy, onShip }: ShipFormProps): ReactNode {
  const [quantities, setQuantities] = useState<Quantities>({})
  const lines = order.lines.nodes.filter((line) => leftOf(line) > 0)
  const pieces = lines.reduce((sum, line) => sum + (quantities[line.id] ?? leftOf(line)), 0)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onShip(quantities)
  }
  return (
    <form className="step-form" onSubmit={submit} aria-label="Ship">
      {lines.map((line) => (
        <label key={line.id} className="quantity">
          <span className="cut">{line.title}</span>
          <input
            type="number"
            min={0}
            max={leftOf(line)}
            step={1}
            required
            value={quantities[line.id] ?? leftOf(line)}
            onChange={(event) => setQuantities({ ...quantities, [line.id]: event.target.valueAsNumber || 0 })}
          />
          <span className="soft">of {leftOf(line)}</span>
        </label>
      ))}
      <button type="submit" className="primary" disabled={isBusy || pieces === 0}>
        {pieces === 1 ? 'Ship 1 piece' : `Ship ${String(pieces)} pieces`}
      </button>
    </form>
  )
}
