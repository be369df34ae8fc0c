import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, keepScreenshot, useBrowser, type Look } from './browser.ts'
import { useStack } from './stack.ts'
import { acmeId, globexId, reportUsage } from './usage-reports.ts'

const { stack } = useStack()
const browser = useBrowser()

const dayMs = 86_400_000
const today = new Date()
const daysAgo = (days: number): Date => new Date(today.getTime() - days * dayMs)
const dayText = (date: Date): string => date.toISOString().slice(0, 10)

beforeAll(async () => {
  const live = { operationName: 'ProbeLive', operationId: '1'.repeat(64), fields: ['Order.number', 'Query.orders'] }
  const products = { operationName: 'ProbeProducts', operationId: '2'.repeat(64), client: 'probe-shop', isRegistered: false }
  await reportUsage(stack(), acmeId, [
    { ...live, client: 'probe-board', requests: 1_200, errors: 3, cost: 4_800 },
    { ...live, client: 'probe-board', day: daysAgo(2), requests: 800, cost: 3_200 },
    { ...products, requests: 50, cost: 100, fields: ['Query.products'] },
    { ...live, client: 'probe-board', day: daysAgo(40), requests: 7 },
  ])
  await reportUsage(stack(), globexId, [{ ...live, client: 'probe-of-globex', requests: 5 }])
})

/** An employee at the page of the usage, once it has read it. */
async function open({ role = 'admin', query = '?client=probe', ...look }: Look & { readonly role?: string; readonly query?: string } = {}) {
  const page = await browser.open(look)
  await page.goto(`${stack().urls.gateway}/usage${query}`)
  await page.getByLabel('Tenant').selectOption('acme')
  await page.getByLabel(role, { exact: true }).check()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: /^Usage/ }).waitFor()
  return page
}

const row = (page: Page, operation: string) => page.locator(`tr[data-operation="${operation}"]`)
const cells = async (page: Page, operation: string): Promise<readonly string[]> =>
  (await row(page, operation).locator('td').allInnerTexts()).slice(0, 6)

describe('the page of the usage', () => {
  it('shows who uses which operation, the days added up, and nothing of another tenant', async () => {
    const page = await open()
    await row(page, 'ProbeLive').waitFor()
    expect(await cells(page, 'ProbeLive')).toEqual(['probe-board', 'ProbeLive (query)', 'Yes', '2,000', '3', '8,000'])
    expect(await cells(page, 'ProbeProducts')).toEqual(['probe-shop', 'ProbeProducts (query)', 'No', '50', '0', '100'])
    expect(await page.getByText('probe-of-globex').count()).toBe(0)
    expect([...browser.seen.complaints]).toEqual([])
  })

  it('shows a bar for each day', async () => {
    const page = await open()
    await row(page, 'ProbeLive').waitFor()
    const days = page.locator('.usage-bars [data-day]')
    expect(await days.count()).toBe(14)
    const requestsOn = (date: Date): Promise<string | null> =>
      page.locator(`.usage-bars [data-day="${dayText(date)}"]`).getAttribute('data-requests')
    expect([await requestsOn(today), await requestsOn(daysAgo(1)), await requestsOn(daysAgo(2))]).toEqual(['1250', '0', '800'])
    expect(await page.getByRole('img', { name: /^Requests per day: most on .+: 1,250$/ }).count()).toBe(1)
  })

  it('finds by client, operation, field and days; the address says it, and a reload shows it again', async () => {
    const page = await open({ query: '' })
    await page.getByLabel('Operation begins with').fill('Probe')
    await page.getByLabel('Asks for the field').fill('Query.products')
    await page.getByRole('button', { name: 'Show' }).click()
    await row(page, 'ProbeLive').waitFor({ state: 'detached' })
    expect(await cells(page, 'ProbeProducts')).toContain('probe-shop')
    await page.getByLabel('Asks for the field').fill('')
    await page.getByLabel('Client begins with').fill('probe-board')
    await page.getByLabel('From').fill(dayText(daysAgo(50)))
    await page.getByLabel('To').fill(dayText(daysAgo(30)))
    await page.keyboard.press('Enter')
    await row(page, 'ProbeLive').getByText('7', { exact: true }).waitFor()
    await page.reload()
    await row(page, 'ProbeLive').getByText('7', { exact: true }).waitFor()
    expect(await page.getByLabel('Client begins with').inputValue()).toBe('probe-board')
    expect(await row(page, 'ProbeProducts').count()).toBe(0)
  })

  it('shows the fields of an operation', async () => {
    const page = await open()
    await row(page, 'ProbeLive').getByText('2', { exact: true }).click()
    await row(page, 'ProbeLive').getByText('Order.number').waitFor()
    expect(await row(page, 'ProbeLive').locator('li').allInnerTexts()).toEqual(['Order.number', 'Query.orders'])
  })

  it('says what is wrong with a filter, and shows the counts again once it is put right', async () => {
    const page = await open()
    await row(page, 'ProbeLive').waitFor()
    await page.getByLabel('Asks for the field').fill('Order')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('alert').getByText('where.field').waitFor()
    await page.getByLabel('Asks for the field').fill('Order.number')
    await page.getByRole('button', { name: 'Show' }).click()
    await row(page, 'ProbeLive').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('tells who is no admin that they may not', async () => {
    const page = await open({ role: 'order-manager' })
    await page.getByRole('alert').getByText('permission').waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
  })

  it('is reached from the orders', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Orders' }).click()
    await page.getByRole('heading', { name: /^Orders/ }).waitFor()
    await page.getByRole('link', { name: 'Usage' }).click()
    await page.getByRole('heading', { name: /^Usage/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/usage')
  })

  it('is used by keyboard alone', async () => {
    const page = await open()
    await row(page, 'ProbeLive').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('usage')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await row(page, 'ProbeLive').getByText('Order.number').waitFor()
  })

  it.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s, and fits 900 pixels', async (colorScheme) => {
    const page = await open({ colorScheme, width: 900 })
    await row(page, 'ProbeLive').getByText('2', { exact: true }).click()
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(900)
    await keepScreenshot(page, `usage-${colorScheme}`)
  })
})
