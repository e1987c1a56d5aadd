import { expect, test } from 'vitest'
import { busyCompany } from '../busy-company.testing.ts'
import { sampleCompany } from '../sample-company.testing.ts'
import { siteView } from './site-view.ts'

const view = siteView(busyCompany, '/')
const pageOf = (id: string) => view.accounts.find((account) => account.id === id)

test('an account has what is found about it, and about whatever is in it', () => {
  expect(pageOf('shop')?.findings.map(({ code, about }) => [code, about?.href ?? null])).toEqual([
    ['RW-QUOTA-NEAR', '/roles/buyer/'],
    ['RW-QUOTA-NEAR', null],
    ['RW-EXAMPLE', '/people/ana/'],
    ['RW-GIANT-POLICY', '/roles/storekeeper/'],
    ['RW-PERMISSION-WILDCARD', '/policies/keep-shelves/'],
  ])
  expect(pageOf('depot')?.findings.map(({ code }) => code)).toEqual([
    'RW-MEMBERS',
    'RW-EXAMPLE',
    'RW-GIANT-POLICY',
    'RW-PERMISSION-WILDCARD',
  ])
  expect(pageOf('shop')?.baseline).toMatchObject({ percent: 72, failed: ['the check root-mfa'] })
  expect(pageOf('depot')?.baseline).toBeNull()
})

test('an account tells who is in it, what its roles may do there, and how its policies changed', () => {
  const shop = pageOf('shop')
  expect(shop?.members).toEqual([
    {
      person: { text: 'Ana Silva', href: '/people/ana/' },
      roles: [
        { text: 'Buyer', href: '/roles/buyer/' },
        { text: 'Visitor', href: '/roles/visitor/' },
      ],
    },
  ])
  expect(shop?.reach.map(({ level, services, limited }) => [level, services, limited])).toEqual([
    ['Permissions management', ['SQS'], []],
    ['Write', ['SNS'], ['S3']],
    ['Read', ['Budget Service', 'Price List'], []],
    ['List', ['EC2'], []],
  ])
  expect(shop?.diffs.map(({ policy, href }) => [policy, href])).toEqual([['KeepShelves', '/policies/keep-shelves/']])
})

test('a finding about a group or a user stands on the page of the role or person', () => {
  const about = (path: string) => {
    const findings = [{ code: 'X', severity: 'info' as const, message: 'm', path }]
    const { roles, people, policies } = siteView({ ...sampleCompany, findings }, '/')
    return [...roles, ...people.people, ...policies].filter((one) => one.findings.length > 0).map(({ href }) => href)
  }
  expect(about('group Buyer')).toEqual(['/roles/buyer/'])
  // A user's name holds dots, as a place within a thing does.
  expect(about('user ana@example.com')).toEqual(['/people/ana/'])
  expect(about('person ana.roles[0]')).toEqual(['/people/ana/'])
  expect(about('policy ViewOnlyAccess')).toEqual(['/policies/aws-view-only-access/'])
  expect(about('role buyer.owner')).toEqual(['/roles/buyer/'])
  expect(about('role buy')).toEqual([])
})
