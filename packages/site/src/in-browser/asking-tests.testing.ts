import { createEvaluator, defaultDocument, type PolicyDocument } from '@rolewright/core'
import { sampleCompany } from '../sample-company.testing.ts'
import { expect, test } from 'vitest'
import type { OpenedPage } from './open-page.testing.ts'

/** What is tested of the page that answers who can, on the sample company's site. */
export function askingTests(open: (path: string, width?: number) => Promise<OpenedPage>): void {
  test('completes what is typed by keys alone, and answers with the reason, under an address of its own', async () => {
    const { page, trouble } = await open('who-can/')
    await page.getByLabel('Account').selectOption('shop')
    await page.getByLabel('Action').focus()
    await page.keyboard.type('s3:putobj')
    await page.getByRole('option', { name: 's3:PutObject Write' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.getByLabel('Action').inputValue()).toBe('s3:PutObject')
    await page.getByLabel('Resource').fill('arn:aws:s3:::example-stock/count.csv')
    await page.getByRole('button', { name: 'Add a condition key' }).click()
    await page.keyboard.type('aws:sourceip')
    await page.getByRole('option', { name: /^aws:SourceIp/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByLabel('Value').fill('192.0.2.10')
    await page.keyboard.press('Enter')
    await page.locator('rw-who-can[data-answered*="192.0.2.10"]').waitFor()
    const answer = page.locator('li.allow[data-name="Storekeeper"]')
    expect(await answer.textContent()).toContain('by KeepShelves, statement Stock')
    expect(await answer.getByRole('link').first().getAttribute('href')).toBe('/access/roles/storekeeper/')
    expect(await page.locator('li[data-name="Buyer"]').first().getAttribute('class')).not.toBe('allow')
    const address = page.url()
    expect(new URL(address).search).toBe(
      '?action=s3%3APutObject&resource=arn%3Aaws%3As3%3A%3A%3Aexample-stock%2Fcount.csv&context=aws%3ASourceIp%3D192.0.2.10&account=shop',
    )
    await page.getByRole('button', { name: 'Copy link' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address)
    await page.goto(address)
    await answer.waitFor()
    expect(trouble).toEqual([])
    await page.close()
  })

  test('says what is wrong with a question that can’t be answered', async () => {
    const { page } = await open('who-can/?account=shop&action=s3:PutObjekt')
    const hint = page.locator('.rw-hint').first()
    await expect
      .poll(() => hint.textContent())
      .toContain('s3:PutObjekt is not an action of Amazon S3; did you mean s3:PutObject?')
    await page.close()
  })

  test('answers as the evaluator does, whatever is asked', async () => {
    const { page, trouble } = await open('who-can/?account=depot')
    const state = sampleCompany.states.find(({ account }) => account.id === 'depot')?.state
    if (state === undefined) throw new Error('the sample has no depot')
    const documents = new Map(state.policies.map((policy) => [policy.arn, defaultDocument(policy)]))
    const ofGroup = (name: string): readonly PolicyDocument[] => {
      const group = state.groups.find((one) => one.name === name)
      const attached = group?.attachedPolicies.flatMap((arn) => documents.get(arn) ?? []) ?? []
      return [...attached, ...(group?.inlinePolicies ?? []).map(({ document }) => document)]
    }
    const holders = [
      ...state.groups.map(({ name }) => ({ name, documents: ofGroup(name) })),
      ...state.users.map(({ name, groups }) => ({ name, documents: groups.flatMap(ofGroup) })),
    ]
    for (const question of questions()) {
      const address = new URLSearchParams({ account: 'depot', action: question.action, resource: question.resource })
      const context = Object.entries(question.context).map(([key, value]) => `${key}=${value}`)
      for (const pair of context) address.append('context', pair)
      // As the browser's back button does it: the page takes the question from its address.
      await page.evaluate((search) => {
        history.replaceState(null, '', `?${search}`)
        dispatchEvent(new PopStateEvent('popstate'))
        document.querySelector<HTMLFormElement>('rw-who-can form')?.requestSubmit()
      }, address.toString())
      const asked = JSON.stringify({ action: question.action, resource: question.resource, context })
      await page.locator(`rw-who-can[data-answered=${JSON.stringify(asked)}]`).waitFor({ state: 'attached' })
      const may = await page
        .locator('.rw-answers > li.allow')
        .evaluateAll((items) => items.map((one) => one.getAttribute('data-name') ?? ''))
      const expected = holders
        .filter((one) => createEvaluator(one.documents).decide(question).effect === 'allow')
        .map(({ name }) => name)
      expect(may.toSorted(), asked).toEqual(expected.toSorted())
    }
    expect(trouble).toEqual([])
    await page.close()
  })
}

/** Every action that matters here, on resources of this account and others, with and without what conditions ask for. */
function questions(): readonly {
  readonly action: string
  readonly resource: string
  readonly context: Readonly<Record<string, string>>
}[] {
  const asked = [
    ['s3:GetObject', ['arn:aws:s3:::example-depot/a', 'arn:aws:s3:::example-stock/a', 'arn:aws:s3:::example-depot']],
    ['s3:PutObject', ['arn:aws:s3:::example-depot/a']],
    ['s3:ListBucket', ['arn:aws:s3:::example-depot']],
    ['sqs:DeleteQueue', ['arn:aws:sqs:eu-west-1:444455556666:orders']],
    ['pricing:GetProducts', ['*']],
    ['iam:CreateUser', ['arn:aws:iam::444455556666:user/x']],
  ] as const
  const contexts: readonly Readonly<Record<string, string>>[] = [
    {},
    { 'aws:SourceIp': '192.0.2.10' },
    { 'aws:SourceIp': '198.51.100.1', 'aws:MultiFactorAuthPresent': 'true' },
  ]
  return asked.flatMap(([action, resources]) =>
    resources.flatMap((resource) => contexts.map((context) => ({ action, resource, context }))),
  )
}
