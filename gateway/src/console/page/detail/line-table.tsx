import type { ReactNode } from 'react'
import { moneyText } from '../frame/money-text.ts'
import type { OrderDetail, OrderLine } from './order-detail.ts'

/** What was bought, what of it has left, and what was cancelled. */
export function LineTable({ lines }: Pick<OrderDetail, 'lines'>): ReactNode {
  return (
    <section aria-labelledby="lines">
      <h3 id="lines">Lines</h3>
      <table className="lines">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" className="number">
              Quantity
            </th>
            <th scope="col" className="number">
              Price
            </th>
            <th scope="col" className="number">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.nodes.map((line) => (
            <tr key={line.id}>
              <td>
                {line.title}
                <span className="soft line">{[line.sku, ...notesOf(line)].join(' · ')}</span>
              </td>
              <td className="number">{line.quantity}</td>
              <td className="number">{moneyText(line.unitPrice)}</td>
              <td className="number">{moneyText(line.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.pageInfo.hasNextPage ? <p className="soft">Only the first {lines.nodes.length} lines are shown.</p> : null}
    </section>
  )
}

function notesOf({ fulfilledQuantity, cancelledQuantity }: OrderLine): readonly string[] {
  return [
    ...(fulfilledQuantity > 0 ? [`${String(fulfilledQuantity)} shipped`] : []),
    ...(cancelledQuantity > 0 ? [`${String(cancelledQuantity)} cancelled`] : []),
  ]
}
