import { useState, type ReactNode } from 'react'
import type { OrderRecord } from '../orders/order-record.ts'
import { CancelForm } from './cancel-form.tsx'
import type { OrderDetail } from './order-detail.ts'
import { shipmentLines, stepsOf, type Step, type StepField } from './order-step.ts'
import { ShipForm } from './ship-form.tsx'
import { useStep } from './use-step.ts'

/** The order, and what gets it as it is after a step. */
export interface NextStepsProps {
  readonly order: OrderDetail
  readonly onTaken: (order: OrderRecord) => void
}

const names: Readonly<Record<StepField, string>> = {
  confirmOrder: 'Confirm',
  fulfillOrder: 'Ship…',
  deliverOrder: 'Mark as delivered',
  completeOrder: 'Complete',
  cancelOrder: 'Cancel…',
}

/** What can be done with the order now, to be done right here; and what cannot, with the reason. */
export function NextSteps({ order, onTaken }: NextStepsProps): ReactNode {
  const { taking, problems, take } = useStep(onTaken)
  const [asking, setAsking] = useState<StepField | null>(null)
  const steps = stepsOf(order)
  const allowed = steps.filter(({ isAllowed }) => isAllowed)
  const begin = async (field: StepField, input: Readonly<Record<string, unknown>>): Promise<void> => {
    const isDone = await take(field, { orderId: order.id, expectedVersion: order.version, ...input })
    if (isDone) setAsking(null)
  }
  // What is asked about may have become impossible since.
  const open = allowed.find(({ field }) => field === asking)?.field ?? null
  const press = (field: StepField): void => {
    if (field === 'cancelOrder' || field === 'fulfillOrder') setAsking(open === field ? null : field)
    else void begin(field, {})
  }
  return (
    <section aria-labelledby="next-steps">
      <h3 id="next-steps">Next steps</h3>
      {steps.length === 0 ? <p className="soft">Nothing is left to do.</p> : null}
      <div className="steps">
        {allowed.map(({ field }) => (
          <button
            key={field}
            type="button"
            className={field === 'cancelOrder' ? 'danger' : 'primary'}
            disabled={taking !== null}
            aria-expanded={field === 'cancelOrder' || field === 'fulfillOrder' ? open === field : undefined}
            onClick={() => press(field)}
          >
            {taking === field ? 'Working…' : names[field]}
          </button>
        ))}
      </div>
      {open === 'fulfillOrder' ? (
        <ShipForm
          order={order}
          isBusy={taking !== null}
          onShip={(quantities) => void begin('fulfillOrder', shipmentLines(order, quantities))}
        />
      ) : null}
      {open === 'cancelOrder' ? <CancelForm isBusy={taking !== null} onCancel={(input) => void begin('cancelOrder', input)} /> : null}
      <div role="alert">
        {problems.map((problem) => (
          <p key={problem} className="problem">
            {problem}
          </p>
        ))}
      </div>
      <BlockedSteps steps={steps.filter(({ isAllowed }) => !isAllowed)} />
    </section>
  )
}

function BlockedSteps({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  if (steps.length === 0) return null
  return (
    <ul className="blocked">
      {steps.map(({ field, blockers }) => (
        <li key={field}>
          <strong>{names[field].replace('…', '')}</strong> is not possible now: {blockers.join(' ')}
        </li>
      ))}
    </ul>
  )
}
