import type { Browser, Page } from 'playwright-core'

/** A page, and whatever its browser complained about or asked of anybody else. */
export interface OpenedPage {
  readonly page: Page
  readonly trouble: string[]
}

/** Opens an address of a served site. */
export async function openPage(
  browser: Browser,
  given: { readonly url: string; readonly width?: number; readonly scheme?: 'light' | 'dark' },
): Promise<OpenedPage> {
  const page = await browser.newPage({
    viewport: { width: given.width ?? 1440, height: 900 },
    colorScheme: given.scheme ?? 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  // Less than a test has, so that a failure says what was waited for.
  page.setDefaultTimeout(20_000)
  const trouble: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
  })
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('request', (request) => {
    if (!/^http:\/\/127\.0\.0\.1:|^data:/.test(request.url())) trouble.push(`request to ${request.url()}`)
  })
  await page.goto(given.url)
  return { page, trouble }
}
