// The newest orders, typed: take another operation, or other variables, and the compiler knows what they need and what comes back.
import { OrdersPageDocument } from '../dashboard.generated.ts'
import { runOperation } from '../run-operation.ts'

const { API_URL = 'http://localhost:4000/graphql', TOKEN = '' } = process.env
const endpoint = { url: API_URL, getToken: () => TOKEN }

const { data, errors } = await runOperation(endpoint, OrdersPageDocument, { first: 5 })
for (const { message } of errors) process.stderr.write(`${message}\n`)
for (const { node } of data?.orders.edges ?? []) {
  process.stdout.write(
    `${node.number} ${node.status} ${String(node.total.amountMinor)} ${node.total.currency} ${node.customer?.name ?? ''}\n`,
  )
}
