import { expect, test } from 'vitest'
import type { OpenedPage } from './open-page.testing.ts'

/** What is tested of findings and reviews, on the busy company's site. */
export function evidenceTests(open: (path: string, width?: number) => Promise<OpenedPage>): void {
  test('findings are filtered by words and severity, and the address holds both', async () => {
    const { page, trouble } = await open('findings/')
    const shown = (): Promise<string[]> =>
      page.locator('#open-findings > li:visible code:first-of-type').allTextContents()
    const codes = async (): Promise<readonly string[]> => (await shown()).filter((text) => text.startsWith('RW-'))
    expect(await codes()).toHaveLength(6)
    await page.getByLabel('Severity').selectOption('warning')
    expect(await codes()).toEqual(['RW-QUOTA-NEAR', 'RW-QUOTA-NEAR', 'RW-EXAMPLE'])
    await page.getByLabel('Filter findings').fill('buyer quota')
    expect(await codes()).toEqual(['RW-QUOTA-NEAR'])
    expect(await page.locator('rw-filter output').textContent()).toBe('1 of 6')
    expect(new URL(page.url()).search).toBe('?q-open-findings=buyer+quota&severity-open-findings=warning')
    await page.goto(page.url())
    expect(await codes()).toEqual(['RW-QUOTA-NEAR'])
    expect(trouble).toEqual([])
    await page.close()
  })

  test('an account says what is found there, who is there, and how it was reviewed', async () => {
    const { page } = await open('accounts/shop/')
    expect(await page.locator('section[aria-labelledby="findings"] .rw-findings > li').count()).toBe(5)
    expect(await page.getByText('72 of 100 for best practices').isVisible()).toBe(true)
    expect(await page.getByRole('table', { name: 'People with a role in this account' }).textContent()).toContain('Ana')
    await page.locator('details.rw-document summary').first().click()
    expect(await page.locator('.rw-document .removed').first().textContent()).toContain('removed: ')
    await page.close()
  })

  test('a campaign says whom it covers, who decides, and who signed it with which words', async () => {
    const { page } = await open('reviews/2026-11-20-shop/')
    const campaign = page.getByRole('region', { name: '50 % decided Signed' })
    expect(await campaign.getByRole('rowheader').allTextContents()).toEqual([
      'purchasing@example.com',
      'warehouse@example.com',
      'it@example.com',
    ])
    const told = (await campaign.textContent())?.replaceAll(/\s+/g, ' ')
    expect(told).toContain('To be decided by 30 Nov 2026')
    expect(told).toContain('Covers 2 roles, 2 people and 0 policies')
    expect(await campaign.getByRole('blockquote').textContent()).toBe('I have seen each of them.')
    expect(told).toContain('1 left open: prices wait for spring')
    await page.close()
  })
}
