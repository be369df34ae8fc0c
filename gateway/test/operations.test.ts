import { describe, expect, it } from 'vitest'
import { acme } from './test-issuer.ts'
import { useTestGateway } from './test-gateway.ts'

const gateway = useTestGateway()

describe('an operation', () => {
  it('is answered across subgraphs', async () => {
    const answer = await gateway.run('{ order(id: "order_1") { id number customer { id name } } }')
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({ data: { order: { id: 'order_1', number: 'A-1', customer: { id: 'customer_1', name: 'Clara' } } } })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })

  it('answers __typename without asking any subgraph', async () => {
    const before = gateway.orders.calls.length + gateway.customers.calls.length
    expect((await gateway.run('{ __typename }')).json).toEqual({ data: { __typename: 'Query' } })
    expect(gateway.orders.calls.length + gateway.customers.calls.length).toBe(before)
  })
})
