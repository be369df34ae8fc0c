// Changes of orders as they happen: kill the gateway, the network or both, it goes on behind the last one.
import { print } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { bearerParams, reconnecting } from '../connection.ts'
import { OrderChangesDocument, type OrderChangesSubscription } from '../dashboard.generated.ts'
import { resumable } from '../resumable.ts'

const { API_URL = 'http://localhost:4000/graphql', TOKEN = '' } = process.env
const client = createClient({
  url: API_URL.replace(/^http/, 'ws'),
  // Asked again on each connection: return a fresh token here.
  connectionParams: bearerParams(() => TOKEN),
  webSocketImpl: WebSocket, // In Node before 22; browsers have their own.
  ...reconnecting({ onState: (state) => process.stderr.write(`${state}\n`) }),
})
for await (const { data } of resumable<OrderChangesSubscription>(client, { query: print(OrderChangesDocument) })) {
  const change = data?.orderChanged
  if (change?.__typename === 'OrderChange') {
    process.stdout.write(`${change.order?.number ?? '?'} ${change.fromStatus ?? 'new'} -> ${change.toStatus}\n`)
  }
}
