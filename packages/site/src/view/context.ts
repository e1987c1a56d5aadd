import {
  defaultDocument,
  groupName,
  isAwsManaged,
  type AwsManagedPolicy,
  type PersonDefinition,
  type PolicyDefinition,
  type PolicyDocument,
  type PolicyState,
  type RoleDefinition,
} from '@rolewright/core'
import type { SiteAccount, SiteInput } from '../site-input.ts'
import { accessOfGrants, type ServiceAccess } from './access.ts'
import { type Grants, grantsAnywhere, grantsOf } from './grants.ts'
import { type Links, makeLinks } from './links.ts'
import { type HeldRole, holdersByRole } from './memberships.ts'
import { type Run, runsOf } from './runs.ts'
import { type Stories, storiesOf } from './stories.ts'
import type { Names } from './touches.ts'

/** One policy as it is in one account. */
export interface PolicyInAccount {
  readonly account: SiteAccount['account']
  readonly policy: PolicyState
  readonly document: PolicyDocument
}

/** A policy of the model or of an account, whatever its account. */
export interface KnownPolicy {
  /** The name of an own policy; `aws` and the name with its path for one of AWS's. */
  readonly id: string
  readonly name: string
  readonly kind: 'own' | 'aws'
  readonly description: string
  readonly inAccounts: readonly PolicyInAccount[]
}

/** What all views are made from: the input, and what several of them ask of it, worked out once. */
export interface ViewContext {
  readonly input: SiteInput
  readonly links: Links
  readonly policies: ReadonlyMap<string, KnownPolicy>
  /** Of people, by the names of their users. */
  readonly personNames: ReadonlyMap<string, string>
  readonly holders: ReadonlyMap<string, readonly { readonly person: PersonDefinition; readonly held: HeldRole }[]>
  /** Of each role, by id: what it is granted in each account, in the order of the input's. */
  readonly roleGrants: ReadonlyMap<string, readonly Grants[]>
  /** Of each role, by id: what it may do in any account. */
  readonly roleAccess: ReadonlyMap<string, readonly ServiceAccess[]>
  /** Of each role, by id: the ids of its policies in the order of its tasks, then those that only an account has. */
  readonly rolePolicies: ReadonlyMap<string, readonly string[]>
  /** Newest first. */
  readonly runs: readonly Run[]
  /** The run of each entry, by the entry's hash. */
  readonly runOf: ReadonlyMap<string, Run>
  readonly stories: Stories
}

/** Works out addresses, policies and access. `base` begins and ends with a slash; `shown` is what a reader may see of a text. */
export function makeContext(
  input: SiteInput,
  base: string,
  shown: (text: string) => string = (text) => text,
): ViewContext {
  const { model } = input
  const policies = knownPolicies(input)
  const runs = runsOf(input, base)
  const roleGrants = new Map(
    model.roles.map((role) => [role.id, input.states.map((account) => grantsOf(documentsInAccount(role, account)))]),
  )
  const rolePolicies = new Map(model.roles.map((role) => [role.id, policiesOfRole(role, input)]))
  return {
    input,
    policies,
    personNames: new Map(model.people.map((person) => [person.userName, person.name])),
    rolePolicies,
    runs,
    runOf: new Map(runs.flatMap((run) => run.entries.map((entry) => [entry.hash, run]))),
    holders: holdersByRole(model, input.now),
    links: makeLinks(
      base,
      {
        roles: model.roles.map((role) => role.id),
        tasks: model.tasks.map((task) => task.id),
        policies: [...policies.keys()],
        people: model.people.map((person) => person.id),
        accounts: model.accounts.map((account) => account.id),
        reviews: reviewIds(input),
      },
      shown,
    ),
    stories: storiesOf(runs, namesOf(input)),
    roleGrants,
    roleAccess: new Map([...roleGrants].map(([id, grants]) => [id, accessOfGrants(grantsAnywhere(grants))])),
  }
}

/** What names each review: its date and account, and a number where two share those. */
export function reviewIds(input: SiteInput): readonly string[] {
  const seen = new Map<string, number>()
  return (input.reviews ?? []).map((review) => {
    const id = `${review.at.slice(0, 10)} ${accountName(input, review.accountId)}`
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id} ${count}`
  })
}

/** The model's id of an account by its twelve digits, or the digits themselves. */
export function accountName(input: SiteInput, accountId: string): string {
  return input.model.accounts.find((account) => account.accountId === accountId)?.id ?? accountId
}

/** What a model's policy is called among {@link ViewContext.policies}. */
export function policyId(policy: PolicyDefinition | AwsManagedPolicy): string {
  return policy.kind === 'policy' ? policy.name : awsId(policy.arn)
}

/** What an account's policy is called among {@link ViewContext.policies}. */
export function stateId(policy: PolicyState): string {
  return isAwsManaged(policy.arn) ? awsId(policy.arn) : policy.name
}

// No own policy's name can hold a blank, so the two never meet.
function awsId(arn: string): string {
  return `aws ${arn.slice(arn.indexOf(':policy/') + ':policy/'.length)}`
}

function knownPolicies(input: SiteInput): ReadonlyMap<string, KnownPolicy> {
  const found = new Map<
    string,
    { name: string; kind: KnownPolicy['kind']; description: string; inAccounts: PolicyInAccount[] }
  >()
  for (const policy of input.model.policies) {
    const own = policy.kind === 'policy'
    found.set(policyId(policy), {
      name: own ? policy.name : policy.name.slice(policy.name.lastIndexOf('/') + 1),
      kind: own ? 'own' : 'aws',
      description: own ? (policy.description ?? '') : '',
      inAccounts: [],
    })
  }
  for (const { account, state } of input.states) {
    for (const policy of state.policies) {
      const document = defaultDocument(policy)
      if (document === undefined) continue
      const id = stateId(policy)
      const known = found.get(id) ?? {
        name: policy.name,
        kind: isAwsManaged(policy.arn) ? ('aws' as const) : ('own' as const),
        description: policy.description ?? '',
        inAccounts: [],
      }
      known.inAccounts.push({ account, policy, document })
      found.set(id, known)
    }
  }
  return new Map(
    [...found]
      .map(([id, policy]): [string, KnownPolicy] => [id, { id, ...policy }])
      .toSorted(([, a], [, b]) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  )
}

function policiesOfRole(role: RoleDefinition, input: SiteInput): readonly string[] {
  const defined = role.tasks.flatMap((task) => task.policies.map(policyId))
  const compiled = input.states.flatMap(({ state }) => {
    const arns = new Set(state.groups.find((group) => group.name === groupName(role))?.attachedPolicies)
    return state.policies.filter((policy) => arns.has(policy.arn)).map(stateId)
  })
  return [...new Set([...defined, ...compiled])]
}

/** The documents that a role's group carries in one account. */
export function documentsInAccount(role: RoleDefinition, { state }: SiteAccount): readonly PolicyDocument[] {
  const group = state.groups.find((one) => one.name === groupName(role))
  if (group === undefined) return []
  const arns = new Set(group.attachedPolicies)
  const attached = state.policies
    .filter((policy) => arns.has(policy.arn))
    .flatMap((policy) => defaultDocument(policy) ?? [])
  return [...attached, ...group.inlinePolicies.map((policy) => policy.document)]
}

function namesOf({ model, reviews = [] }: SiteInput): Names {
  const policies = new Map(
    reviews.flatMap((review) =>
      review.proposals.flatMap(({ id, documents }) =>
        documents.slice(0, 1).map(({ policyName }) => [id, policyName] as const),
      ),
    ),
  )
  const groups = new Map(model.roles.map((role) => [role.id, groupName(role)]))
  const users = new Map(model.people.map((person) => [person.id, person.userName]))
  return {
    policyOfProposal: (proposal) => policies.get(proposal),
    groupOfRole: (role) => groups.get(role),
    userOfPerson: (person) => users.get(person),
  }
}
