import { sampleCompany, sampleEntries } from './sample-company.testing.ts'
import type { SiteHistory, SiteInput } from './site-input.ts'

const [review] = sampleCompany.reviews ?? []
const [shop] = [sampleCompany.history ?? []].flat()
if (review === undefined || shop === undefined) throw new Error('the sample has no review or no history')

const file = `${review.at.slice(0, 10)}-${review.accountId}.json`
const campaign = sampleEntries(
  [
    ['run', { accountId: review.accountId, command: 'review' }],
    [
      'campaign',
      {
        review: file,
        deadline: '2026-11-30T00:00:00.000Z',
        population: { sha256: 'a'.repeat(64), roles: ['buyer', 'storekeeper'], people: ['ana', 'kwame'], policies: [] },
        reviewers: [
          { owner: 'purchasing@example.com', roles: ['buyer'], proposals: ['bb22'] },
          { owner: 'warehouse@example.com', roles: ['storekeeper'], proposals: ['aa11'] },
          { owner: 'it@example.com', roles: ['visitor'], proposals: [] },
        ],
      },
    ],
    ['run', { accountId: review.accountId, command: 'review close' }],
    ['sign-off', { review: file, text: 'I have seen each of them.', reason: 'prices wait for spring', open: ['bb22'] }],
  ],
  40,
)

/** The second account has a history too, of one apply. */
const depot: SiteHistory = {
  account: 'depot',
  entries: sampleEntries(
    [
      ['run', { accountId: '444455556666', command: 'apply' }],
      ['planned', { plan: 'd'.repeat(64), changes: [], access: [] }],
      ['applied', { plan: 'd'.repeat(64), changes: 0, calls: 0, state: '3'.repeat(64) }],
    ],
    50,
  ),
  verification: { ok: true, heads: [], problems: [] },
}

/** The sample company with all that waits for filters: a signed campaign, histories of both accounts, findings of every severity. */
export const busyCompany: SiteInput = {
  ...sampleCompany,
  history: [{ ...shop, entries: [...shop.entries, ...campaign] }, depot],
  findings: [
    {
      code: 'RW-MEMBERS',
      severity: 'error',
      message: '`storekeeper` is held by 4 people in `depot`, at most 3 may',
      hint: 'take the role from somebody',
      path: 'role storekeeper',
      account: 'depot',
    },
    {
      code: 'RW-QUOTA-NEAR',
      severity: 'warning',
      message: 'group Buyer uses 9 of 10 policies in `shop`',
      path: 'group Buyer',
      account: 'shop',
    },
    {
      code: 'RW-QUOTA-NEAR',
      severity: 'warning',
      message: 'the account uses 290 of 300 groups in `shop`',
      path: 'the account',
      account: 'shop',
    },
    ...(sampleCompany.findings ?? []),
    {
      code: 'RW-GIANT-POLICY',
      severity: 'info',
      message: 'the policy names 6 services',
      path: 'role storekeeper > task keep-stock > policy KeepShelves',
    },
    {
      code: 'RW-PERMISSION-WILDCARD',
      severity: 'info',
      message: '`sqs:*` holds `sqs:AddPermission`',
      path: 'policy KeepShelves > statements[1].actions[0]',
    },
  ],
}
