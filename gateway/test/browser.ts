import { findChromium } from '@iommi/infra/dev/chromium'
import axe from 'axe-core'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/** How somebody looks at the console. */
export interface Look {
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
}

/** A real browser; each page it opens is somebody new. */
export interface TestBrowser {
  readonly open: (look?: Look) => Promise<Page>
  /** The origins that the pages of this test have asked for anything, and what they complained of. */
  readonly seen: { readonly origins: Set<string>; readonly complaints: string[] }
}

const screenshots = fileURLToPath(new URL('../dist/screenshots', import.meta.url))

/** Starts Chromium before this file's tests; pages close after each test. */
export function useBrowser(): TestBrowser {
  const contexts: BrowserContext[] = []
  const seen = { origins: new Set<string>(), complaints: [] as string[] }
  let browser: Browser | null = null
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    // Root, as in a container, cannot have the sandbox.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    browser = await chromium.launch({ executablePath: findChromium(), args })
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map(async (context) => await context.close()))
    seen.origins.clear()
    seen.complaints.length = 0
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    seen,
    open: async ({ colorScheme = 'light', width = 1440 } = {}) => {
      if (browser === null) throw new Error('the browser runs once the tests do')
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, locale: 'en-GB' })
      contexts.push(context)
      const page = await context.newPage()
      page.on('request', (request) => seen.origins.add(new URL(request.url()).origin))
      page.on('pageerror', (error) => seen.complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(message.text())
      })
      return page
    },
  }
}

/** Keeps a picture of the page, for people. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

/** Fails with every rule of axe that the page breaks, and where. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<unknown>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]))`,
  )
  expect(violations).toEqual([])
}
