import { expect, test } from 'vitest'
import type { OpenedPage } from './open-page.testing.ts'

/** What is tested of the history and of past dates, on the sample company's site. */
export function historyTests(open: (path: string, width?: number) => Promise<OpenedPage>): void {
  test('is filtered by kind, role, person, date and words, and keeps that in the address', async () => {
    const { page, trouble } = await open('history/')
    const shown = async (): Promise<readonly string[]> => page.locator('[data-results] .rw-tag').allTextContents()
    const told = page.locator('rw-history output')
    await page.getByLabel('Kind').selectOption('applied')
    await told.getByText('3 of 10 runs').waitFor()
    expect(await shown()).toEqual(['Applied', 'Applied', 'Applied'])
    await page.getByLabel('Account').selectOption('depot')
    await told.getByText('1 of 10 runs').waitFor()
    expect(await page.locator('[data-results] td.account').allTextContents()).toEqual(['depot'])
    await page.getByLabel('Account').selectOption('shop')
    await page.getByLabel('From', { exact: true }).fill('2026-11-05')
    await told.getByText('1 of 10 runs').waitFor()
    await page.getByLabel('Kind').selectOption('')
    await page.getByLabel('Role').fill('Storekeeper')
    await expect.poll(shown, { timeout: 10_000 }).toEqual(['Drift found'])
    await page.getByLabel('Role').fill('')
    await page.getByLabel('Person').fill('Ana Silva')
    await page.getByLabel('Words').fill('keepshelves moved')
    await expect.poll(shown, { timeout: 10_000 }).toEqual(['Decided'])
    expect(new URL(page.url()).search).toBe('?q=keepshelves+moved&account=shop&person=Ana+Silva&from=2026-11-05')
    await page.goto(page.url())
    await expect.poll(shown, { timeout: 10_000 }).toEqual(['Decided'])
    await page.getByLabel('Words').fill('nothing like it')
    await page.getByText('No run fits').waitFor()
    expect(trouble).toEqual([])
    await page.close()
  })

  test('shows what a past date allowed, and what changed between two', async () => {
    const { page, trouble } = await open('as-of/?date=2026-11-06')
    const rows = page.locator('rw-as-of .matrix tbody th')
    await page.locator('rw-as-of[data-ready="shop 2026-11-06 "]').waitFor()
    expect(await rows.allTextContents()).toEqual(['Buyer', 'Visitor'])
    expect(await page.locator('[data-told]').textContent()).toContain('as left by the run of 1 Nov 2026')
    await page.getByLabel('On the evening of').fill('2026-11-22')
    expect(await rows.allTextContents()).toEqual(['Buyer', 'Storekeeper', 'Visitor'])
    await page.getByLabel('Against').fill('2026-11-06')
    const differences = page.locator('[data-differences] tbody tr')
    expect(await differences.count()).toBe(5)
    expect(await differences.first().textContent()).toContain('Storekeeper')
    expect(await page.locator('[data-members]').textContent()).toContain('Ana Silva')
    await page.getByLabel('On the evening of').fill('2026-10-01')
    await page.getByText('The first state that it holds is of 5 Nov 2026.').waitFor()
    expect(new URL(page.url()).search).toBe('?date=2026-10-01&against=2026-11-06')
    expect(trouble).toEqual([])
    await page.close()
  })

  test('lets a policy’s text be copied, and shows how it changed', async () => {
    const { page } = await open('policies/read-prices/')
    await page.getByRole('button', { name: 'Copy' }).click()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(JSON.parse(text)).toMatchObject({
      Statement: [{ Sid: 'Prices', Action: ['pricing:Get*', 'budgets:View*'] }],
    })
    await page.goto(page.url().replace('read-prices', 'keep-shelves'))
    await page.getByText('How the document changed').first().click()
    expect(await page.locator('.rw-story .removed').first().textContent()).toContain('removed: ')
    await page.close()
  })

  test('stays within a phone’s width, each run a block of its own', async () => {
    const { page } = await open('history/', 390)
    const box = await page.locator('.rw-runs tbody tr').first().boundingBox()
    expect(box?.width).toBeLessThanOrEqual(390)
    expect(await page.getByRole('row').count()).toBe(11)
    expect(await page.locator('.rw-runs .who').first().isVisible()).toBe(true)
    await page.close()
  })
}
