import { waitUntil } from '@iommi/infra/dev/wait-until'
import { newId } from '@iommi/shared/ids'
import { Redis } from 'ioredis'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectAccessible, keepScreenshot, useBrowser, type Look } from './browser.ts'
import { givenCustomer } from './shop.ts'
import { useStack, type Caller } from './stack.ts'

const { stack, ask } = useStack()
const browser = useBrowser()
const agent: Caller = { tenant: 'acme', as: 'customer-service' }

/** An employee at the page of the mainframe, once changes come in. */
async function open(look: Look & { readonly role?: string } = {}): Promise<Page> {
  const page = await browser.open(look)
  await page.goto(`${stack().urls.gateway}/mainframe`)
  await page.getByLabel('Tenant').selectOption('acme')
  await page.getByLabel(look.role ?? 'admin', { exact: true }).check()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('.link-badge[data-state=live]').waitFor()
  return page
}

async function rename(customerId: string, name: string): Promise<void> {
  const { data } = await ask(agent, 'UpdateCustomerProfile', { input: { idempotencyKey: newId('key'), customerId, name } })
  expect(data).toMatchObject({ updateCustomerProfile: { userErrors: [] } })
}

async function setFaults(body: object): Promise<void> {
  const response = await fetch(`${stack().urls.mainframe}/faults`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

/** All that the stack has in Redis is gone. */
async function emptyRedis(): Promise<void> {
  const redis = new Redis(stack().settings.redisUrl)
  await redis.flushdb()
  redis.disconnect()
}

const stateOf = (page: Page, customerId: string, state: string) =>
  page.locator(`tr[data-sync="${customerId}"] .sync-state[data-state=${state}]`)
const parkedRow = (page: Page, customerId: string) => page.locator(`tr[data-parked="${customerId}"]`)

/** Notes every state that a customer's row shows from now on. */
async function watchStates(page: Page, customerId: string): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(`globalThis.seen = []; new MutationObserver(() => {
    const state = document.querySelector('tr[data-sync="${customerId}"] .sync-state')?.dataset.state
    if (state !== undefined && globalThis.seen.at(-1) !== state) globalThis.seen.push(state)
  }).observe(document.body, { subtree: true, childList: true, attributes: true })`)
  return async () => await page.evaluate<readonly string[]>('globalThis.seen')
}

/** A customer that the mainframe has, on a page that shows it. */
async function givenSynced(page: Page, name: string): Promise<string> {
  const customerId = await givenCustomer(ask, 'acme', { name })
  await stateOf(page, customerId, 'SYNCED').waitFor()
  return customerId
}

describe('the page of the mainframe', () => {
  it('shows a change of a profile pending, sent and synced as it happens, with its batch', async () => {
    const page = await open()
    const customerId = await givenSynced(page, 'Ada Lovelace')
    const seen = await watchStates(page, customerId)
    await rename(customerId, 'Ada King')
    await page.locator(`tr[data-sync="${customerId}"]`, { hasText: 'Ada King' }).waitFor()
    await waitUntil('the row is sent and synced', { timeoutMs: 20_000 }, async () => (await seen()).slice(-2).join(' ') === 'SENT SYNCED')
    expect((await seen()).filter((state) => state !== 'SYNCED')).toEqual(['PENDING', 'SENT'])
    await page.locator('tr[data-batch]', { hasText: 'Acked' }).first().waitFor()
    expect([...browser.seen.complaints]).toEqual([])
  })

  it('shows what the mainframe refuses with its reason; sent again with a reason it is synced', async () => {
    const page = await open()
    const customerId = await givenSynced(page, 'Alan Turing')
    await setFaults({ set: { 'poison-key': customerId } })
    await rename(customerId, 'Alan Mathison Turing')
    await parkedRow(page, customerId).getByText('CUSTOMER-KEY (code 4): REFUSED BY OPERATOR').waitFor()
    await stateOf(page, customerId, 'PARKED').waitFor()
    await setFaults({ clear: true })
    await parkedRow(page, customerId)
      .getByLabel(/^Reason/)
      .fill('It is put right.')
    await page.keyboard.press('Enter')
    await stateOf(page, customerId, 'SYNCED').waitFor()
    await parkedRow(page, customerId).waitFor({ state: 'detached' })
    const { data } = await ask({ tenant: 'acme', as: 'admin' }, '{ mainframeActions(first: 1) { nodes { customer { id } reason } } }')
    expect(data).toEqual({ mainframeActions: { nodes: [{ customer: { id: customerId }, reason: 'It is put right.' }] } })
  })

  it('shows the same, only later, when Redis is emptied between a change and its ack, and between sending again and that ack', async () => {
    const page = await open()
    const customerId = await givenSynced(page, 'Grace Hopper')
    await setFaults({ set: { 'poison-name': 'Amazing', 'late-ack': 'on:2' } })
    await rename(customerId, 'Amazing Grace')
    await emptyRedis()
    await parkedRow(page, customerId).getByText('CUST-NAME (code 4): REFUSED BY OPERATOR').waitFor()
    await setFaults({ set: { 'poison-name': 'off' } })
    await parkedRow(page, customerId)
      .getByLabel(/^Reason/)
      .fill('The name is right.')
    await page.keyboard.press('Enter')
    await stateOf(page, customerId, 'PENDING')
      .or(stateOf(page, customerId, 'SENT'))
      .waitFor()
    await emptyRedis()
    await stateOf(page, customerId, 'SYNCED').waitFor()
    await parkedRow(page, customerId).waitFor({ state: 'detached' })
    expect([...browser.seen.complaints]).toEqual([])
    await setFaults({ clear: true })
  })

  it('tells who may not send again that they may not', async () => {
    const page = await open({ role: 'customer-service' })
    const customerId = await givenSynced(page, 'Mary Somerville')
    await setFaults({ set: { 'poison-key': customerId } })
    await rename(customerId, 'Mary Fairfax')
    await parkedRow(page, customerId)
      .getByLabel(/^Reason/)
      .fill('Please.')
    await parkedRow(page, customerId).getByRole('button', { name: 'Send again' }).click()
    await parkedRow(page, customerId).getByRole('alert').waitFor()
    expect(await stateOf(page, customerId, 'PARKED').count()).toBe(1)
    await setFaults({ clear: true })
  })

  it('is reached from the orders and stays over a reload', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Orders' }).click()
    await page.getByRole('heading', { name: /^Orders/ }).waitFor()
    expect(await page.title()).toBe('Orders')
    await page.getByRole('link', { name: 'Mainframe' }).click()
    await page.getByRole('heading', { name: /^Mainframe/ }).waitFor()
    expect(await page.title()).toBe('Mainframe')
    await page.locator('.link-badge[data-state=live]').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: /^Mainframe/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/mainframe')
  })

  it('is used by keyboard alone', async () => {
    const page = await open()
    await page.getByRole('heading', { name: 'Batches' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('mainframe')
  })

  it.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s, and fits 900 pixels', async (colorScheme) => {
    const page = await open({ colorScheme, width: 900 })
    const customerId = await givenSynced(page, 'Emmy Noether')
    await setFaults({ set: { 'poison-key': customerId } })
    await rename(customerId, 'Amalie Emmy Noether')
    await parkedRow(page, customerId).waitFor()
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(900)
    await keepScreenshot(page, `mainframe-${colorScheme}`)
    await setFaults({ clear: true })
  })
})
