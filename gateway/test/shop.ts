import { newId } from '@iommi/shared/ids'
import type { Ask, Caller } from './stack.ts'

async function change<Payload>(
  ask: Ask,
  caller: Caller,
  mutation: { readonly name: string; readonly answer: string; readonly input: object },
): Promise<Payload> {
  const { name, answer, input } = mutation
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  const document = `mutation ($input: ${type}) { ${name}(input: $input) { ${answer} userErrors { code field message } } }`
  const result = await ask(caller, document, { input: { idempotencyKey: newId('key'), ...input } })
  const payload = result.data?.[name] as (Payload & { userErrors: readonly unknown[] }) | null | undefined
  if (result.errors.length > 0 || !payload || payload.userErrors.length > 0) throw new Error(JSON.stringify(result))
  return payload
}

/** A published product with one variant and some stock; the variant's id. */
export async function givenVariant(
  ask: Ask,
  tenant: string,
  variant: { readonly sku: string; readonly currency: string; readonly amountMinor: number; readonly stock: number },
): Promise<string> {
  const boss: Caller = { tenant, as: 'admin' }
  const { sku, stock, ...price } = variant
  const { product } = await change<{ product: { variants: { nodes: readonly { id: string }[] } } }>(ask, boss, {
    name: 'createProduct',
    answer: 'product { variants(first: 1) { nodes { id } } }',
    input: { kind: 'GOOD', name: 'McGuffin', status: 'PUBLISHED', variants: [{ sku, name: 'Standard', prices: [price] }] },
  })
  const variantId = product.variants.nodes[0]?.id ?? ''
  await change(ask, boss, { name: 'adjustStock', answer: '', input: { variantId, delta: stock, reason: 'RECEIPT' } })
  return variantId
}

/** A registered customer; its id. */
export async function givenCustomer(
  ask: Ask,
  tenant: string,
  profile: { readonly name: string; readonly email?: string; readonly phone?: string },
): Promise<string> {
  const { customer } = await change<{ customer: { id: string } }>(
    ask,
    { tenant, as: 'admin' },
    { name: 'registerCustomer', answer: 'customer { id }', input: profile },
  )
  return customer.id
}
