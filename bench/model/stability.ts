import { type AccountState, compile } from '@rolewright/core'
import { type Company, define, modelOf } from './company.ts'
import { editCompany } from './edit-company.ts'
import { type CompanySize, generateCompany } from './generate-company.ts'
import { random } from './random.ts'
import { type Touched, touchedPolicies } from './touched-policies.ts'

/** What one edit did. */
export interface EditResult {
  readonly kind: string
  readonly touched: number
  readonly renamed: number
  /** Policies that came or went although the edit is not in them: joining or splitting moved them. */
  readonly moved: number
  /** Whether the edited policy is split or joined with others. */
  readonly packed: boolean
}

/** So many edits of one company, each on top of those before it, with what each does to the account's policies. */
export function editsOf(given: { size: CompanySize; edits: number; seed: number }): readonly EditResult[] {
  let company = generateCompany({ ...given.size, people: 0 }, given.seed)
  let state = compiled(company)
  const draw = random(given.seed + 1)
  return Array.from({ length: given.edits }, () => {
    const edit = editCompany(company, draw)
    const after = compiled(edit.company)
    const touched = touchedPolicies(state, after)
    const packed = edit.policies.some(
      (name) => !state.policies.some((policy) => policy.name === name) || hasParts(state, name),
    )
    company = edit.company
    state = after
    return {
      kind: edit.kind,
      touched: touched.changed.length + touched.created.length + touched.deleted.length,
      renamed: touched.renamed.length,
      moved: movedBy(touched, edit.policies),
      packed,
    }
  })
}

function movedBy({ created, deleted }: Touched, edited: readonly string[]): number {
  return [...created, ...deleted].filter((name) => !edited.some((one) => name === one || name.startsWith(`${one}-`)))
    .length
}

function hasParts(state: AccountState, name: string): boolean {
  return state.policies.some((policy) => policy.name === `${name}-2`)
}

function compiled(company: Company): AccountState {
  const model = modelOf(define(company))
  const [account] = model.accounts
  if (account === undefined) throw new RangeError('the company has no account')
  return compile(model, account, { now: new Date('2026-06-01'), awsManaged: {} }).state
}
