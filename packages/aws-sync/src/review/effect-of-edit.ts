import {
  type AccountState,
  asList,
  canonicalJson,
  canonicalPolicy,
  comparePolicies,
  defaultDocument,
  type GroupState,
  type PolicyDocument,
  type Proposal,
  type Statement,
  toJsonValue,
} from '@rolewright/core'

/** The accounts of a model as `compile` makes them, by account number. */
export type CompiledAccounts = ReadonlyMap<string, AccountState>

/** What an edit of the source comes to, besides what was accepted. */
export interface EditEffect {
  /** What it does in the reviewed account that nobody accepted, in words. */
  readonly problem?: string
  /** Groups of other accounts that it takes from too: one source makes them all, and the review was of one. */
  readonly elsewhere: readonly { readonly accountId: string; readonly groups: readonly string[] }[]
}

/**
 * Holds what the edited source makes against what was accepted. A source can share a list, change it afterwards or not be what the model
 * is made of, which nobody sees in its text: so the model is made, and every group has to grant exactly what it did, but for what was accepted.
 *
 * @example
 * ```ts
 * const { problem } = effectOfEdit({ before, after, proposals: accepted })
 * ```
 */
export function effectOfEdit(given: {
  readonly before: CompiledAccounts
  readonly after: CompiledAccounts
  /** Those of the edit, all of one account. */
  readonly proposals: readonly Proposal[]
}): EditEffect {
  const { before, after, proposals } = given
  const accountId = proposals[0]?.accountId
  const elsewhere: { accountId: string; groups: string[] }[] = []
  let problem: string | undefined
  for (const [id, old] of before) {
    const young = after.get(id)
    if (young === undefined) problem ??= `the model would lose the account ${id}`
    else if (id === accountId) problem ??= changeOfAccount(old, young, proposals)
    else {
      const changed = old.groups.filter(
        (group) => !sameDocuments(documentsOf(old, group), documentsNamed(young, group)),
      )
      const wider = changed.find((group) => !isNarrower(documentsOf(old, group), documentsNamed(young, group)))
      if (wider !== undefined) problem ??= `it would allow \`${wider.name}\` of the account ${id} something else`
      else if (changed.length > 0) elsewhere.push({ accountId: id, groups: changed.map(({ name }) => name) })
    }
  }
  return { elsewhere, ...(problem === undefined ? {} : { problem }) }
}

function changeOfAccount(old: AccountState, young: AccountState, proposals: readonly Proposal[]): string | undefined {
  if (canonicalJson(toJsonValue(old.users)) !== canonicalJson(toJsonValue(young.users))) return 'it would change people'
  const added = young.groups.find(({ arn }) => !old.groups.some((group) => group.arn === arn))
  if (added !== undefined) return `it would add the group \`${added.name}\``
  for (const group of old.groups) {
    const given = policiesOf(old, group).map((policy) => expectedOf(policy, proposals))
    const drops = proposals.some(({ kind, groups }) => kind === 'drop-task' && groups.includes(group.name))
    const exact = !drops && given.every((one) => one.exact)
    if (
      isAsExpected(
        given.map(({ document }) => document),
        documentsNamed(young, group),
        exact,
      )
    )
      continue
    return drops || given.some((one) => one.touched)
      ? `the model would not become what was accepted for \`${group.name}\``
      : `it would change what \`${group.name}\` may do, which nobody accepted`
  }
  // Where policies are packed otherwise than before, only what the groups are granted can be compared.
  if (old.policies.map(({ arn }) => arn).join() !== young.policies.map(({ arn }) => arn).join()) return undefined
  for (const policy of old.policies) {
    const now = young.policies.find(({ arn }) => arn === policy.arn)
    const [was, is] = [defaultDocument(policy), now === undefined ? undefined : defaultDocument(now)]
    if (was === undefined || is === undefined) continue
    const { document, exact, touched } = expectedOf({ arn: policy.arn, document: was }, proposals)
    if (isAsExpected([document], [is], exact)) continue
    return touched
      ? `the model would not become what was accepted for \`${policy.name}\``
      : `it would change \`${policy.name}\`, which nobody accepted`
  }
  return undefined
}

function isAsExpected(expected: readonly PolicyDocument[], made: readonly PolicyDocument[], exact: boolean): boolean {
  if (sameDocuments(expected, made)) return true
  return exact ? comparePolicies(expected, made).relation === 'equal' : isNarrower(expected, made)
}

/** What a policy should be after the edit; `exact` is false where it may be anything narrower. */
function expectedOf(
  policy: { readonly arn: string; readonly document: PolicyDocument },
  proposals: readonly Proposal[],
): { readonly document: PolicyDocument; readonly exact: boolean; readonly touched: boolean } {
  let exact = true
  let touched = false
  let statements = asList(policy.document.Statement)
  for (const proposal of proposals) {
    if (!('policyArn' in proposal) || proposal.policyArn !== policy.arn) continue
    touched = true
    if (proposal.kind === 'grant-missing') statements = statements.concat(proposal.statement)
    else if ('statementIndex' in proposal) {
      const at = statements.findIndex((statement) => meaning(statement) === meaning(proposal.before))
      // Another proposal of the edit has made it something else already.
      if (at === -1) exact = false
      else statements = statements.toSpliced(at, 1, ...(proposal.after === null ? [] : [proposal.after]))
    }
  }
  return { document: { ...policy.document, Statement: statements }, exact, touched }
}

function policiesOf(
  state: AccountState,
  group: GroupState,
): readonly { readonly arn: string; readonly document: PolicyDocument }[] {
  const attached = new Set(group.attachedPolicies)
  return state.policies.flatMap((policy) => {
    const document = attached.has(policy.arn) ? defaultDocument(policy) : undefined
    return document === undefined ? [] : [{ arn: policy.arn, document }]
  })
}

function documentsOf(state: AccountState, group: GroupState): readonly PolicyDocument[] {
  return policiesOf(state, group).map(({ document }) => document)
}

/** The documents of the group of the same ARN in another state; none where there is no such group. */
function documentsNamed(state: AccountState, { arn }: GroupState): readonly PolicyDocument[] {
  const group = state.groups.find((candidate) => candidate.arn === arn)
  return group === undefined ? [] : documentsOf(state, group)
}

function isNarrower(before: readonly PolicyDocument[], after: readonly PolicyDocument[]): boolean {
  return ['narrower', 'equal'].includes(comparePolicies(before, after).relation)
}

function sameDocuments(a: readonly PolicyDocument[], b: readonly PolicyDocument[]): boolean {
  return all(a) === all(b)
}

function all(documents: readonly PolicyDocument[]): string {
  return documents
    .map((document) => ({ Statement: asList(document.Statement).map(({ Sid: _sid, ...rest }) => rest) }))
    .map((document) => canonicalJson(toJsonValue(canonicalPolicy(document))))
    .toSorted()
    .join('\n')
}

function meaning(statement: Statement): string {
  return canonicalJson(toJsonValue(canonicalPolicy({ Statement: statement })))
}
