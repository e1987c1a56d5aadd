import { check, compile, type Decider, decider, type Model } from '@rolewright/core'
import { define, modelOf } from './company.ts'
import { type CompanySize, fullAccount, generateCompany } from './generate-company.ts'

/** Milliseconds that the process computed, and those that passed. */
export interface Spent {
  readonly cpu: number
  readonly wall: number
}

/** How long a model of one size takes, every figure the least of several runs. */
export interface ScalePoint {
  readonly roles: number
  readonly tasks: number
  readonly policies: number
  readonly people: number
  readonly defineModel: Spent
  readonly compile: Spent
}

const now = new Date('2026-06-01')
const runs = 5

/** The model so many times as large as a full account holds, over as many accounts as quotas ask for, all of them compiled. */
export function scalePoint(times: number): ScalePoint {
  const model = modelOf(define(generateCompany(scaled(times), 7)))
  const { roles, people } = model
  return {
    roles: roles.length,
    tasks: model.tasks.length,
    policies: model.policies.length,
    people: people.length,
    defineModel: least(() => modelOf(model)),
    compile: least(() => compileAccounts(model)),
  }
}

/** One `check` of the full account's model. */
export function checkTime(): Spent {
  const model = modelOf(define(generateCompany(fullAccount, 7)))
  return spent(() => check(model, { now, awsManaged: {} }))
}

/** The first and the later questions of who can do something, or could somewhere, over the people of a full account. */
export function whoCanTime(): { readonly first: Spent; readonly later: Spent; readonly people: number } {
  const model = modelOf(define(generateCompany(fullAccount, 7)))
  const [account] = model.accounts
  if (account === undefined) throw new RangeError('the company has no account')
  const { state, sources } = compile(model, account, { now, awsManaged: {} })
  const ask = { action: 's3:GetObject', resource: 'arn:aws:s3:::orders-1/x' }
  const answer = ({ whoCan, whoCould }: Decider): unknown => [whoCan(ask), whoCould(ask)]
  const first = spent(() => answer(decider(state, sources)))
  const decide = decider(state, sources)
  answer(decide)
  return { first, later: least(() => answer(decide)), people: state.users.length }
}

function scaled(times: number): CompanySize {
  const { roles, tasks, policies, people, ...shares } = fullAccount
  const size = (count: number): number => Math.round(count * times)
  return { ...shares, roles: size(roles), tasks: size(tasks), policies: size(policies), people: size(people) }
}

function compileAccounts(model: Model): void {
  for (const account of model.accounts) compile(model, account, { now, awsManaged: {} })
}

function least(work: () => unknown): Spent {
  const all = Array.from({ length: runs }, () => spent(work))
  return { cpu: Math.min(...all.map(({ cpu }) => cpu)), wall: Math.min(...all.map(({ wall }) => wall)) }
}

function spent(work: () => unknown): Spent {
  const start = performance.now()
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, wall: performance.now() - start }
}
