import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, it, vi } from 'vitest'
import { ordersOf, type Purchase } from './orders.ts'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Caller } from './stack.ts'

// Programs and shells are started, on machines that do much else.
vi.setConfig({ testTimeout: 120_000 })

// The example programs, as a newcomer runs them, over the whole product.
const { ask, stack } = useStack()
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const orders = ordersOf(ask, manager)
const soon = { timeout: 60_000, interval: 20 }
let purchase: Purchase

beforeAll(async () => {
  purchase = {
    variantId: await givenVariant(ask, 'acme', { sku: 'MCG-1', currency: 'GBP', amountMinor: 1_250, stock: 100 }),
    customerId: await givenCustomer(ask, 'acme', { name: 'Ada Buyer' }),
  }
}, 60_000)

const program = async (
  name: string,
): Promise<readonly [file: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }]> => [
  process.execPath,
  ['--import', 'tsx', `schema/client/examples/${name}.ts`],
  {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { PATH: process.env['PATH'], API_URL: stack().urls.graphql, TOKEN: await stack().token(manager) },
  },
]
const numberOf = async (id: string): Promise<string> => {
  const { data } = await ask(manager, 'query ($id: ID!) { order(id: $id) { number } }', { id })
  const order = data?.['order'] as { readonly number: string } | null | undefined
  return order?.number ?? 'none'
}

it('the typed query prints the newest orders', async () => {
  const number = await numberOf(await orders.place(purchase))
  const { stdout, stderr } = await promisify(execFile)(...(await program('typed-query')))
  expect([stdout, stderr]).toEqual([`${number} PLACED 1250 GBP Ada Buyer\n`, ''])
})

it('the live orders go on behind the last change when the gateway is killed, none missing and none twice', async () => {
  const child = spawn(...(await program('live-orders')))
  let [printed, states] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (states += chunk.toString()))
  const over = once(child, 'close')
  try {
    // Until it is heard, the subscription may not have begun.
    const first: string[] = []
    const isHeard = async (): Promise<boolean> => {
      if (states.includes('live')) first.push(await orders.place(purchase))
      return printed !== ''
    }
    await expect.poll(isHeard, soon).toBe(true)
    stack().kill('gateway', 'SIGKILL')
    await expect.poll(() => states.endsWith('reconnecting\n'), soon).toBe(true)
    await stack().waitReady('gateway', 60_000)
    const missed = await orders.place(purchase)
    await orders.confirm(missed)
    const number = await numberOf(missed)
    await expect.poll(() => printed, soon).toContain(`${number} PLACED -> CONFIRMED\n`)
    const lines = printed.split('\n')
    expect(lines.filter((line) => line.startsWith(number))).toEqual([`${number} new -> PLACED`, `${number} PLACED -> CONFIRMED`])
    expect(lines).toHaveLength(new Set(lines).size)
  } finally {
    child.kill()
    await over
  }
})
