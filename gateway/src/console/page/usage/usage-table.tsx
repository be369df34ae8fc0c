import type { ReactNode } from 'react'
import { countText } from '../frame/money-text.ts'
import type { OperationSum } from './usage-sums.ts'

/** Operations by client, with the fields that they ask for. */
export function UsageTable({ operations }: { readonly operations: readonly OperationSum[] }): ReactNode {
  if (operations.length === 0) return <p>Nothing was counted that fits.</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Client</th>
          <th scope="col">Operation</th>
          <th scope="col">Registered</th>
          {['Requests', 'Errors', 'Cost'].map((name) => (
            <th key={name} scope="col" className="number">
              {name}
            </th>
          ))}
          <th scope="col">Fields</th>
        </tr>
      </thead>
      <tbody>
        {operations.map((operation) => (
          <tr key={operation.key} data-operation={operation.operationName ?? ''} data-client={operation.client}>
            <td>{operation.client}</td>
            <td title={operation.operationId}>{nameOf(operation)}</td>
            <td>{operation.isRegistered ? 'Yes' : 'No'}</td>
            <td className="number">{countText(operation.requests)}</td>
            <td className="number" data-errors={operation.errors > 0}>
              {countText(operation.errors)}
            </td>
            <td className="number">{countText(operation.cost)}</td>
            <td>
              <Fields of={nameOf(operation)} fields={operation.fields} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function nameOf({ operationId, operationName, operationType }: OperationSum): string {
  if (operationId === 'other') return 'Others, too many to be told apart'
  const kind = operationType === null ? '' : ` (${operationType.toLowerCase()})`
  return `${operationName ?? `Without a name, ${operationId.slice(0, 8)}`}${kind}`
}

function Fields({ of, fields }: { readonly of: string; readonly fields: readonly string[] }): ReactNode {
  if (fields.length === 0) return '–'
  return (
    <details>
      <summary aria-label={`${String(fields.length)} fields of ${of}`}>{fields.length}</summary>
      <ul>
        {fields.map((field) => (
          <li key={field}>{field}</li>
        ))}
      </ul>
    </details>
  )
}
