import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { OpenedPage } from './open-page.testing.ts'

/** What is tested of the matrix, on the sample company's site. */
export function matrixTests(open: (path: string, width?: number) => Promise<OpenedPage>): void {
  test('filters, sorts and groups as one chooses, and holds it in the address', async () => {
    const { page, trouble } = await open('matrix/')
    await ready(page, 'services')
    expect(await rowHeads(page)).toEqual(['Buyer', 'Storekeeper', 'Visitor'])
    await page.locator('[data-state="sort"]').selectOption('reach')
    expect(await rowHeads(page)).toEqual(['Storekeeper', 'Buyer', 'Visitor'])
    await page.getByLabel('Group').selectOption('department')
    expect(await rowHeads(page)).toEqual([
      'no department',
      'Visitor',
      'Purchasing',
      'Buyer',
      'Warehouse',
      'Storekeeper',
    ])
    await page.getByLabel('Rows').fill('ware')
    await page.getByLabel('Columns').fill('s3')
    expect(await rowHeads(page)).toEqual(['Warehouse', 'Storekeeper'])
    expect(await columnHeads(page)).toEqual(['S3'])
    expect(await page.locator('rw-matrix output').textContent()).toBe('1 row, 1 column')
    const address = page.url()
    expect(new URL(address).search).toBe('?rows=ware&columns=s3&sort=reach&group=department')
    await page.goto(address)
    await ready(page, 'services')
    expect(await rowHeads(page)).toEqual(['Warehouse', 'Storekeeper'])
    expect(trouble).toEqual([])
    await page.close()
  })

  test('sorts by the arrow in a head, by keyboard too, and holds it in the address', async () => {
    const { page, trouble } = await open('matrix/')
    await ready(page, 'services')
    const sorted = (): Promise<(string | null)[]> =>
      page
        .locator('rw-matrix th[aria-sort]')
        .evaluateAll((heads) => heads.map((head) => head.getAttribute('aria-sort')))
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
    await page.locator('rw-matrix td[tabindex="0"]').focus()
    for (const [key, label] of [
      ['ArrowUp', 'Sort by Budget Service'],
      ['End', 'Sort by SQS'],
      ['Home', 'Sort by Role'],
      ['ArrowRight', 'Sort by Budget Service'],
      ['ArrowUp', 'Budget Service: show its actions'],
      ['ArrowRight', 'EC2: show its actions'],
      ['ArrowDown', 'Sort by EC2'],
      ['ArrowDown', 'Buyer, EC2: none'],
      ['ArrowUp', 'Sort by EC2'],
    ] as const) {
      await page.keyboard.press(key)
      expect([key, await focused()]).toEqual([key, label])
    }
    await page.getByRole('button', { name: 'Sort by S3' }).click()
    expect([await rowHeads(page), await sorted()]).toEqual([['Storekeeper', 'Visitor', 'Buyer'], ['descending']])
    expect(new URL(page.url()).search).toBe('?by=s3')
    // The arrow keeps the focus, so that it can be pressed again.
    await page.keyboard.press('Enter')
    expect([await rowHeads(page), await sorted()]).toEqual([['Buyer', 'Visitor', 'Storekeeper'], ['ascending']])
    await page.goto(page.url())
    await ready(page, 'services')
    expect([await rowHeads(page), await sorted()]).toEqual([['Buyer', 'Visitor', 'Storekeeper'], ['ascending']])
    await page.getByRole('button', { name: 'Sort by S3' }).press('Enter')
    expect([await rowHeads(page), await sorted()]).toEqual([['Buyer', 'Storekeeper', 'Visitor'], []])
    for (const [order, first] of [
      ['ascending', 'Buyer'],
      ['descending', 'Visitor'],
    ] as const) {
      await page.getByRole('button', { name: 'Sort by Role' }).click()
      expect([(await rowHeads(page))[0], await sorted()]).toEqual([first, [order]])
    }
    // Another order of the list takes the arrow's place; within groups it sorts as well.
    await page.locator('[data-state="sort"]').selectOption('reach')
    expect([(await rowHeads(page))[0], await sorted()]).toEqual(['Storekeeper', []])
    await page.goto(page.url().replace(/\?.*/, '?view=people&by=storekeeper'))
    await ready(page, 'people')
    expect([await rowHeads(page), await sorted()]).toEqual([['Kwame Boateng', 'Ana Silva'], ['descending']])
    expect(trouble).toEqual([])
    await page.close()
  })

  test('opens a service action by action, and goes back', async () => {
    const { page } = await open('matrix/')
    await ready(page, 'services')
    await page.getByRole('button', { name: 'S3: show its actions' }).click()
    await ready(page, 'service s3')
    expect(new URL(page.url()).search).toBe('?service=s3')
    await page.getByLabel('Columns').fill('object')
    expect(await columnHeads(page)).toContain('GetObject')
    const cell = page.locator('td[aria-label="Storekeeper, PutObject: Write, limited"]')
    expect(await cell.textContent()).toBe('W')
    await page.getByRole('button', { name: 'Back to all services' }).click()
    await ready(page, 'services')
    expect(await columnHeads(page)).toContain('SQS')
    await page.close()
  })

  test('shows roles by tasks and people by roles, with who holds a role later', async () => {
    const { page } = await open('matrix/')
    await page.getByRole('link', { name: 'Roles by tasks' }).click()
    await ready(page, 'tasks')
    expect(await columnHeads(page)).toEqual(['Keep the stock', 'Look around', 'Set prices'])
    expect(await page.locator('td[aria-label="Buyer, Set prices: yes"]').count()).toBe(1)
    await page.getByRole('link', { name: 'People by roles' }).click()
    await ready(page, 'people')
    expect(await rowHeads(page)).toEqual(['Ana Silva', 'Kwame Boateng'])
    expect(await page.locator('td[aria-label="Kwame Boateng, Storekeeper: yes"]').count()).toBe(1)
    expect(await page.locator('td[aria-label="Kwame Boateng, Visitor: no"]').count()).toBe(1)
    await page.close()
  })

  test('is walked by arrow keys, cell by cell, and tells each in words', async () => {
    const { page } = await open('matrix/')
    await ready(page, 'services')
    const told = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
    const keys = [
      ['Home', 'Buyer, Budget Service: Read'],
      ['ArrowDown', 'Storekeeper, Budget Service: Read'],
      ['End', 'Storekeeper, SQS: Permissions management'],
      ['ArrowLeft', 'Storekeeper, SNS: Write'],
      ['Control+End', 'Visitor, SQS: none'],
      ['ArrowRight', 'Visitor, SQS: none'],
      ['ArrowUp', 'Storekeeper, SQS: Permissions management'],
      ['Control+Home', 'Buyer, Budget Service: Read'],
    ] as const
    await page.locator('rw-matrix td[tabindex="0"]').focus()
    for (const [key, words] of keys) {
      await page.keyboard.press(key)
      expect([key, await told()]).toEqual([key, words])
    }
    // One stop for the tabulator, whatever the size.
    expect(await page.locator('rw-matrix td[tabindex="0"]').count()).toBe(1)
    await page.close()
  })

  test('is downloaded as CSV and JSON that say what the page does', async () => {
    const { page } = await open('matrix/')
    const text = async (name: string): Promise<string> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click(),
      ])
      return readFile(await download.path(), 'utf8')
    }
    const [heads, , storekeeper] = (await text('CSV')).trim().split('\r\n')
    const column = heads?.split(',').indexOf('"s3"') ?? -1
    expect(storekeeper?.split(',')[column]).toBe('"Write (limited)"')
    expect(JSON.parse(await text('JSON'))[1]).toMatchObject({
      role: 'Storekeeper',
      services: expect.arrayContaining([{ service: 's3', name: 'S3', level: 'Write', limited: true }]),
    })
    await page.close()
  })

  test('stands whole on paper, without its controls', async () => {
    const { page } = await open('matrix/')
    await ready(page, 'services')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.rw-printed tbody th').allTextContents()).toEqual(['Buyer', 'Storekeeper', 'Visitor'])
    expect(await page.getByLabel('Rows').isVisible()).toBe(false)
    expect(await page.locator('.rw-printed .sort').first().isVisible()).toBe(false)
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
    await page.close()
  })

  test('is compared role by role and account by account, down to actions', async () => {
    const { page, trouble } = await open('compare/?a=buyer&b=visitor')
    await page.locator('rw-compare[data-ready="roles 0 2"]').waitFor()
    await page.getByLabel('With this role').selectOption({ label: 'Storekeeper' })
    await page.locator('rw-compare[data-ready="roles 0 1"]').waitFor()
    expect(await page.locator('rw-compare tbody th').allTextContents()).toHaveLength(3)
    await page.locator('rw-compare tbody summary').first().click()
    await page.getByText('s3:PutObject').waitFor()
    await page.getByLabel('Compare').selectOption('accounts')
    await page.locator('rw-compare[data-ready^="accounts"]').waitFor()
    expect(await page.getByText('Both may do exactly the same.').isVisible()).toBe(true)
    expect(new URL(page.url()).search).toBe('?what=accounts&a=shop&b=depot')
    await page.goto(page.url().replace(/compare.*/, 'matrix/?account=depot&columns=s3'))
    await ready(page, 'services')
    expect(await page.getByLabel('Account').inputValue()).toBe('depot')
    expect(await rowHeads(page)).toEqual(['Buyer', 'Storekeeper', 'Visitor'])
    expect(trouble).toEqual([])
    await page.close()
  })

  test('moves nothing for those who asked for stillness', async () => {
    const { page } = await open('matrix/')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const style = getComputedStyle(element)
          return [style.transitionDuration, style.animationDuration].some((times) =>
            times.split(',').some((time) => Number.parseFloat(time) > 0.001),
          )
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    )
    expect(moving).toEqual([])
    await page.close()
  })
}

async function ready(page: Page, what: string): Promise<void> {
  await page.locator(`rw-matrix[data-ready="${what}"]`).waitFor()
}

function rowHeads(page: Page): Promise<readonly string[]> {
  return page.locator('rw-matrix tbody th').allTextContents()
}

function columnHeads(page: Page): Promise<readonly string[]> {
  return page.locator('rw-matrix thead th:not(.corner)').allTextContents()
}
