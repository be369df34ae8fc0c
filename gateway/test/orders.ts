import { newId } from '@iommi/shared/ids'
import type { Ask, Caller } from './stack.ts'

/** Who buys what; see `givenVariant` and `givenCustomer`. */
export interface Purchase {
  readonly customerId: string
  readonly variantId: string
  /** One unless told. */
  readonly quantity?: number
}

/** What can be done with an order, by somebody who may; each throws when it is refused. */
export interface Orders {
  /** The order's id. */
  readonly place: (purchase: Purchase) => Promise<string>
  readonly confirm: (orderId: string) => Promise<void>
  readonly cancel: (orderId: string) => Promise<void>
}

/** Orders of the caller's tenant. */
export function ordersOf(ask: Ask, caller: Caller): Orders {
  const change = async (name: string, input: object): Promise<string> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
    const document = `mutation ($input: ${type}) { ${name}(input: $input) { order { id } userErrors { code field message } } }`
    const answer = await ask(caller, document, { input: { idempotencyKey: newId('key'), ...input } })
    const payload = answer.data?.[name] as {
      readonly order: { readonly id: string } | null
      readonly userErrors: readonly unknown[]
    } | null
    if (!payload?.order || payload.userErrors.length > 0) throw new Error(JSON.stringify(answer))
    return payload.order.id
  }
  return {
    place: async ({ customerId, variantId, quantity = 1 }) => await change('placeOrder', { customerId, lines: [{ variantId, quantity }] }),
    confirm: async (orderId) => void (await change('confirmOrder', { orderId })),
    cancel: async (orderId) => void (await change('cancelOrder', { orderId, reason: 'CUSTOMER_REQUEST' })),
  }
}
