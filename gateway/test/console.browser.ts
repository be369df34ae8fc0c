import { newId } from '@iommi/shared/ids'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, keepScreenshot, useBrowser, type Look } from './browser.ts'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

const { stack, ask, admin } = useStack()
const browser = useBrowser()
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
let [variantId, customerId] = ['', '']

interface PlacedOrder {
  readonly id: string
  readonly number: string
}

beforeAll(async () => {
  variantId = await givenVariant(ask, 'acme', { sku: 'W-1', currency: 'GBP', amountMinor: 1_999, stock: 100_000 })
  customerId = await givenCustomer(ask, 'acme', { name: 'Grace Hopper', email: 'grace@example.com' })
})

/** Places an order and asks for as long as nobody answers: the key makes it one order. */
async function placeOrder(quantity = 1): Promise<PlacedOrder> {
  const input = { idempotencyKey: newId('key'), customerId, lines: [{ variantId, quantity }] }
  for (;;) {
    const document = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id number } userErrors { message } } }'
    const answer: Answer | null = await ask(manager, document, { input }).catch(() => null)
    const payload = answer?.data?.['placeOrder'] as { order: PlacedOrder | null } | null | undefined
    if (payload?.order) return payload.order
  }
}

async function change(mutation: string, order: PlacedOrder, input: object = {}): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { message } } }`
  const { data } = await ask(manager, document, { input: { idempotencyKey: newId('key'), orderId: order.id, ...input } })
  expect(data?.[mutation]).toEqual({ userErrors: [] })
}

/** Somebody at the page, signed in by the issuer's own. */
async function signIn(
  look: Look & { readonly query?: string; readonly tenant?: string; readonly role?: string; readonly name?: string } = {},
): Promise<Page> {
  const page = await browser.open(look)
  await page.goto(`${stack().urls.gateway}/${look.query ?? ''}`)
  await page.getByLabel('Tenant').selectOption(look.tenant ?? 'acme')
  await page.getByLabel(look.role ?? 'order-manager', { exact: true }).check()
  if (look.name !== undefined) await page.getByLabel('Name').fill(look.name)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

/** The same, once changes come in. */
async function signInLive(look: Parameters<typeof signIn>[0] = {}): Promise<Page> {
  const page = await signIn(look)
  await page.locator('.link-badge[data-state=live]').waitFor()
  return page
}

const rowOf = (page: Page, order: PlacedOrder) => page.locator(`tr:has(a[data-order="${order.id}"])`)
const numbersShown = async (page: Page) => await page.locator('a[data-order]').allTextContents()
const addressOf = (page: Page) => new URL(page.url()).search
const focused = async (page: Page) => await page.evaluate<string>('document.activeElement.dataset.order ?? document.activeElement.id')

describe('signing in', () => {
  it('leads by the issuer’s page to the list, and over a reload back there without asking', async () => {
    await placeOrder()
    const page = await signInLive({ query: '?status=PLACED' })
    expect(await page.getByRole('banner').textContent()).toContain('Ada Lovelace order-manager')
    expect(addressOf(page)).toBe('?status=PLACED')
    await page.reload()
    await page.locator('.link-badge[data-state=live]').waitFor()
    expect(addressOf(page)).toBe('?status=PLACED')
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage]).includes("eyJ")')).toBe(false)
  })

  it('out ends the session at the issuer: its page asks again', async () => {
    const page = await signInLive()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(stack().urls.gateway)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(new URL(page.url()).origin).toBe(stack().urls.identity)
  })

  it('asks nobody but the gateway and the issuer for anything, and breaks no policy', async () => {
    const page = await signInLive()
    await rowOf(page, await placeOrder()).click()
    await page.getByRole('heading', { name: 'Next steps' }).waitFor()
    expect([...browser.seen.origins].toSorted()).toEqual([stack().urls.gateway, stack().urls.identity].toSorted())
    expect(browser.seen.complaints).toEqual([])
  })
})

describe('the list', () => {
  it('shows an order within a second of the answer to who placed it', async () => {
    const page = await signInLive()
    for (let time = 0; time < 3; time += 1) {
      const order = await placeOrder(2)
      await rowOf(page, order).waitFor({ timeout: 1_000 })
      expect((await numbersShown(page))[0]).toBe(order.number)
    }
  })

  it('shows what others do with an order as they do it', async () => {
    const page = await signInLive()
    const order = await placeOrder()
    await change('confirmOrder', order)
    await rowOf(page, order).getByText('Confirmed').waitFor()
    await change('fulfillOrder', order)
    await rowOf(page, order).getByText('Shipped', { exact: true }).waitFor()
    expect(await rowOf(page, order).count()).toBe(1)
  })

  it('is narrowed by the filters, which the address keeps, and rows leave when they stop matching', async () => {
    const [placed, confirmed] = [await placeOrder(), await placeOrder()]
    await change('confirmOrder', confirmed)
    const page = await signInLive()
    await page.getByRole('button', { name: 'Placed', exact: true }).click()
    await rowOf(page, confirmed).waitFor({ state: 'detached' })
    expect(addressOf(page)).toBe('?status=PLACED')
    await page.getByLabel('Order number begins with').fill(placed.number)
    await expect.poll(() => numbersShown(page), { timeout: 10_000 }).toEqual([placed.number])
    await change('confirmOrder', placed)
    await page.getByText('No order matches these filters').waitFor()
    await page.getByRole('button', { name: 'Show all orders' }).click()
    await rowOf(page, placed).waitFor()
    await page.goBack()
    await page.getByText('No order matches these filters').waitFor()
    expect(addressOf(page)).toBe(`?status=PLACED&number=${placed.number}`)
  })

  it('is narrowed by the number that somebody types while the page draws itself anew all the time', async () => {
    const [, wanted] = [await placeOrder(), await placeOrder()]
    const page = await signInLive()
    // As with many orders that change, but for certain.
    await page.evaluate('setInterval(() => dispatchEvent(new PopStateEvent("popstate")), 50)')
    await page.getByLabel('Order number begins with').fill(wanted.number)
    await page.waitForURL(`**/?number=${wanted.number}`)
    await expect.poll(() => numbersShown(page), { timeout: 10_000 }).toEqual([wanted.number])
  })

  it('forgets what is still being typed when the filters are cleared', async () => {
    const page = await signInLive({ query: '?status=PLACED' })
    const search = page.getByLabel('Order number begins with')
    // In one go: nothing typed has been told by then.
    await page.evaluate(`(() => {
      const input = document.querySelector('#number-search')
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '77')
      input.dispatchEvent(new Event('input', { bubbles: true }))
      setTimeout(() => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Clear filters').click())
    })()`)
    await page.waitForURL((url) => url.search === '')
    expect(await search.inputValue()).toBe('')
    const order = await placeOrder()
    await rowOf(page, order).waitFor()
    expect(addressOf(page)).toBe('')
  })

  it('is narrowed to a customer that is found by the beginning of the name', async () => {
    const other = await givenCustomer(ask, 'acme', { name: 'Zebulon Zonk' })
    const order = await placeOrder()
    const page = await signInLive()
    const search = page.getByRole('combobox', { name: 'Customer' })
    await search.fill('Grace')
    await page.getByRole('option', { name: 'Grace Hopper' }).waitFor()
    // She is still listed: nobody who is found by what stands there now.
    await search.fill('Zebu')
    await search.press('Enter')
    expect(addressOf(page)).toBe('')
    await page.getByRole('option', { name: 'Zebulon Zonk' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('No order matches these filters').waitFor()
    expect(addressOf(page)).toBe(`?customer=${other}`)
    await page.getByRole('button', { name: 'Zebulon Zonk' }).click()
    await rowOf(page, order).waitFor()
  })

  it('leads back to older orders, page by page, none twice', async () => {
    const orders = await Promise.all(Array.from({ length: 60 }, async () => await placeOrder()))
    const page = await signInLive()
    await expect.poll(async () => (await numbersShown(page)).length, { timeout: 10_000 }).toBe(50)
    await page.getByRole('button', { name: 'Show older orders' }).click()
    for (const order of orders) await rowOf(page, order).waitFor()
    const numbers = await numbersShown(page)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('after the gateway was killed shows every order that happened meanwhile, none twice, and was never loaded again', async () => {
    const page = await signInLive()
    await page.evaluate('window.isStillThisPage = true')
    stack().kill('gateway', 'SIGKILL')
    const placing = Promise.all(Array.from({ length: 8 }, async () => await placeOrder()))
    await page.locator('.link-badge[data-state=reconnecting]').waitFor()
    const meanwhile = await placing
    for (const order of meanwhile) await rowOf(page, order).waitFor()
    await page.locator('.link-badge[data-state=live]').waitFor()
    const afterwards = await placeOrder()
    await rowOf(page, afterwards).waitFor()
    for (const order of [...meanwhile, afterwards]) expect(await rowOf(page, order).count()).toBe(1)
    expect(await page.evaluate('window.isStillThisPage')).toBe(true)
  })
})

describe('the stream', () => {
  it('that cannot tell what was missed has the list read anew, and goes on', async () => {
    const page = await signInLive()
    await page.evaluate('window.isStillThisPage = true')
    await rowOf(page, await placeOrder()).waitFor()
    // As after a database was restored.
    const isReadAnew = page.waitForRequest((request) => request.postData()?.includes('query ConsoleOrders') === true)
    await admin`update orders.topic_heads set epoch = split_part(epoch, '.', 1) || '.77'`
    const order = await placeOrder()
    await isReadAnew
    await rowOf(page, order).waitFor()
    const next = await placeOrder()
    await rowOf(page, next).waitFor()
    const numbers = await numbersShown(page)
    expect([numbers.slice(0, 2), new Set(numbers).size]).toEqual([[next.number, order.number], numbers.length])
    expect(await page.evaluate('window.isStillThisPage')).toBe(true)
  })

  it('of somebody who was logged out elsewhere ends, and who it was has to sign in again', async () => {
    const page = await signInLive({ name: 'Gone Girl' })
    const body = new URLSearchParams({ subject: 'gone-girl' })
    const response = await fetch(`${stack().urls.identity}/employees/logout`, { method: 'POST', body })
    expect(response.status).toBe(200)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})

describe('the numbers', () => {
  it('count today’s orders and what waits, and a queue leads to its orders', async () => {
    const page = await signInLive()
    const today = page.locator('.tile', { hasText: 'Orders today' }).locator('.figure')
    await expect.poll(async () => Number(await today.textContent()), { timeout: 10_000 }).toBeGreaterThan(0)
    const before = Number(await today.textContent())
    const order = await placeOrder()
    await expect.poll(async () => Number(await today.textContent()), { timeout: 10_000 }).toBe(before + 1)
    await page.getByRole('img', { name: /^Orders per minute: \d+ orders? in the last hour/ }).waitFor()
    await page.getByRole('img', { name: /^Revenue per minute, GBP: £/ }).waitFor()
    await page.getByRole('button', { name: /^To ship/ }).click()
    await rowOf(page, order).waitFor({ state: 'detached' })
    expect(addressOf(page)).toBe('?status=CONFIRMED&fulfillment=UNFULFILLED,PARTIALLY_FULFILLED')
  })
})

describe('an order', () => {
  it('is taken all the way from its details, and its history grows with each step', async () => {
    const order = await placeOrder(5)
    const page = await signInLive()
    await rowOf(page, order).click()
    const panel = page.getByRole('complementary', { name: `Order ${order.number}` })
    await panel.getByText('grace@example.com').waitFor()
    await panel.getByText('Ship is not possible now: Only a confirmed order can be fulfilled.').waitFor()
    await panel.getByRole('button', { name: 'Confirm' }).click()
    await panel.getByRole('button', { name: 'Ship…' }).click()
    await panel.getByLabel('McGuffin').fill('2')
    await panel.getByRole('button', { name: 'Ship 2 pieces' }).click()
    await panel.getByText('2 shipped').waitFor()
    await panel.getByRole('button', { name: 'Ship…' }).click()
    await panel.getByRole('button', { name: 'Ship 3 pieces' }).click()
    await panel.getByRole('button', { name: 'Mark as delivered' }).click()
    await panel.getByRole('button', { name: 'Complete' }).click()
    await panel.getByText('Nothing is left to do.').waitFor()
    expect(await panel.locator('.history strong').allTextContents()).toEqual([
      'Completed',
      'Delivered',
      'Shipped',
      'Partly shipped',
      'Confirmed',
      'Placed',
    ])
    await rowOf(page, order).getByText('Completed').waitFor()
  })

  it('is cancelled with a reason and a note', async () => {
    const order = await placeOrder()
    const page = await signInLive({ query: `?order=${order.id}` })
    const panel = page.getByRole('complementary', { name: `Order ${order.number}` })
    await panel.getByRole('button', { name: 'Cancel…' }).click()
    await panel.getByLabel('Reason').selectOption('It looks like fraud')
    await panel.getByRole('textbox', { name: 'Note' }).fill('Never heard of them.')
    await panel.getByRole('button', { name: 'Cancel this order' }).click()
    await panel.getByText('It looked like fraud').waitFor()
    await panel.getByText('“Never heard of them.”').waitFor()
    await rowOf(page, order).getByText('Cancelled').waitFor()
    expect(await panel.getByRole('heading', { name: 'Next steps' }).locator('..').getByRole('button').count()).toBe(0)
  })

  it('that somebody else changes meanwhile shows that', async () => {
    const order = await placeOrder()
    const page = await signInLive({ query: `?order=${order.id}` })
    const panel = page.getByRole('complementary', { name: `Order ${order.number}` })
    await panel.getByRole('button', { name: 'Confirm' }).waitFor()
    await change('confirmOrder', order)
    await panel.getByRole('button', { name: 'Ship…' }).waitFor()
    expect(await panel.getByRole('button', { name: 'Confirm' }).count()).toBe(0)
  })

  it('says what a role may not do, and who there is nothing to see for', async () => {
    const order = await placeOrder()
    const page = await signInLive({ query: `?order=${order.id}`, role: 'customer-service' })
    await page.getByText('Confirm is not possible now: This needs one of the roles').waitFor()
    const stranger = await signInLive({ query: `?order=${order.id}`, tenant: 'globex' })
    await stranger.getByText('There is no such order, or it is not yours to see.').waitFor()
    expect(await numbersShown(stranger)).not.toContain(order.number)
  })
})

describe('by keyboard alone', () => {
  it('somebody gets to the list, through it, into an order, and back to where they were', async () => {
    const [older, newer] = [await placeOrder(), await placeOrder()]
    const page = await signInLive()
    await rowOf(page, newer).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('orders')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe(newer.id)
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe(older.id)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `Order ${older.number}` }).waitFor()
    expect(await focused(page)).toBe('panel-title')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: `Order ${older.number}` }).waitFor({ state: 'detached' })
    expect(await focused(page)).toBe(older.id)
    await page.keyboard.press('Home')
    expect(await focused(page)).toBe(newer.id)
    await page.keyboard.press('/')
    expect(await focused(page)).toBe('number-search')
  })
})

describe('how it looks', () => {
  it.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s', async (colorScheme) => {
    const order = await placeOrder(3)
    const stranger = await browser.open({ colorScheme })
    await stranger.goto(stack().urls.gateway)
    await stranger.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expectAccessible(stranger)
    const page = await signInLive({ colorScheme })
    await rowOf(page, order).waitFor()
    await expectAccessible(page)
    await keepScreenshot(page, `list-${colorScheme}`)
    await page.getByRole('combobox', { name: 'Customer' }).fill('Gra')
    await page.getByRole('option', { name: /Grace/ }).waitFor()
    await expectAccessible(page)
    await rowOf(page, order).click()
    await page.getByRole('button', { name: 'Cancel…' }).click()
    await expectAccessible(page)
    await keepScreenshot(page, `detail-${colorScheme}`)
  })

  it('can be chosen against the system, and stays chosen', async () => {
    const page = await signInLive({ colorScheme: 'light' })
    const ground = async () => await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Dark' }).click()
    expect(await ground()).not.toBe(light)
    await page.reload()
    await page.locator('.link-badge[data-state=live]').waitFor()
    expect(await ground()).not.toBe(light)
  })

  it('has its largest part painted within two seconds', async () => {
    const page = await signInLive()
    await page.locator('a[data-order]').first().waitFor()
    const paintedMs = await page.evaluate<number>(`new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true })
    })`)
    expect(paintedMs).toBeGreaterThan(0)
    expect(paintedMs).toBeLessThan(2_000)
  })

  it('fits a window of 900 pixels', async () => {
    const order = await placeOrder()
    const page = await signInLive({ width: 900 })
    await rowOf(page, order).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(900)
    await keepScreenshot(page, 'list-narrow')
    await rowOf(page, order).click()
    await page.getByRole('heading', { name: 'Next steps' }).waitFor()
    await keepScreenshot(page, 'detail-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(900)
  })
})
