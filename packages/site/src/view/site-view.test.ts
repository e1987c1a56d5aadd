import { describe, expect, test } from 'vitest'
import { sampleCompany } from '../sample-company.testing.ts'
import { siteView } from './site-view.ts'

const view = siteView(sampleCompany, '/access/')

describe('the view of a company', () => {
  test('has a row for each role in the matrix, with the tasks it has', () => {
    expect(view.matrix.tasks.map((task) => task.text)).toEqual(['Keep the stock', 'Look around', 'Set prices'])
    expect(view.matrix.rows.map((row) => [row.role.text, row.tasks])).toEqual([
      ['Buyer', [2]],
      ['Storekeeper', [0, 2]],
      ['Visitor', [1]],
    ])
  })

  test('writes a level in lower case where access is bound to resources or conditions', () => {
    const s3 = view.matrix.services.findIndex((service) => service.prefix === 's3')
    expect(view.matrix.rows.map((row) => row.levels[s3])).toEqual(['-', 'w', 'L'])
  })

  test('counts people by what they hold on the date of the site', () => {
    const visitor = view.roles.find((role) => role.id === 'visitor')
    expect(visitor?.holders.map((holder) => [holder.link.text, holder.when])).toEqual([
      ['Ana Silva', 'now'],
      ['Kwame Boateng', 'ended'],
    ])
    expect(view.people.people.find((person) => person.id === 'kwame')?.tasks.map((task) => task.text)).toEqual([
      'Keep the stock',
      'Set prices',
    ])
  })

  test('joins a decision to its proposal and counts the open ones', () => {
    expect(view.reviews[0]).toMatchObject({
      open: 1,
      proposals: [{ status: 'accept' }, { status: 'open', decisions: [] }],
    })
    expect(view.overview.attention.map((one) => one.text)).toContain('1 proposal waiting for a decision')
  })

  test('shows one document where accounts agree and one for each where they differ', () => {
    const documents = (name: string): unknown =>
      view.policies.find((policy) => policy.name === name)?.documents.map((one) => one.accounts.length)
    expect(documents('ReadPrices')).toEqual([2])
    expect(documents('KeepShelves')).toEqual([1, 1])
  })

  test('says loudly that a chain is broken', () => {
    const broken = siteView(
      {
        ...sampleCompany,
        history: {
          entries: [],
          verification: {
            ok: false,
            heads: [],
            problems: [{ message: 'line 2 was changed', file: 'x.jsonl', line: 2 }],
          },
        },
      },
      '/',
    )
    expect(broken.history.ok).toBe(false)
    expect(broken.overview.attention[0]?.severity).toBe('error')
  })

  test('is plain JSON, and the same for the same input', () => {
    expect(JSON.parse(JSON.stringify(view))).toEqual(view)
    expect(JSON.stringify(siteView(sampleCompany, '/access/'))).toBe(JSON.stringify(view))
  })

  test('hides account numbers and e-mail addresses where the company wants that', () => {
    const hidden = JSON.stringify(siteView({ ...sampleCompany, redact: { accountIds: true, emails: true } }, '/'))
    expect(hidden).not.toMatch(/111122223333|444455556666|ana@example|purchasing@/)
    expect(hidden).toContain('a…@example.com')
  })
})
