import type { AccountState, GroupState, UserState } from '../account/account-state.ts'
import { documentFinder } from '../account/documents.ts'
import { createEvaluator, type Evaluator } from '../policy/evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../policy/document.ts'

/** Where one document of a principal hangs. */
export interface HeldDocument {
  readonly document: PolicyDocument
  /** The managed policy's ARN, or null for a policy inside a group or user. */
  readonly policyArn: string | null
  readonly policyName: string
  /** Name of the group or user that holds it. */
  readonly holder: string
}

/** A group or user of a state with all documents that speak for it, and those that bound it. */
export interface Principal {
  readonly kind: 'group' | 'user'
  readonly name: string
  readonly documents: readonly HeldDocument[]
  readonly boundary: readonly HeldDocument[]
  /** ARNs of attached policies whose document the state does not have. */
  readonly unknown: readonly string[]
}

/** Every group and user of a state as a principal, groups first. */
export function principalsOf(state: AccountState): readonly Principal[] {
  const finder = documentFinder(state)
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const principal = (
    kind: Principal['kind'],
    name: string,
    holders: readonly (GroupState | UserState)[],
  ): Principal => {
    const held = holders.flatMap((holder) => [
      ...holder.attachedPolicies.map((arn) => ({ arn, document: finder.ofPolicy(arn), holder: holder.name })),
      ...holder.inlinePolicies.map(({ name: inline, document }) => ({
        arn: null,
        inline,
        document,
        holder: holder.name,
      })),
    ])
    return {
      kind,
      name,
      documents: held.flatMap((one) =>
        one.document === undefined
          ? []
          : [
              {
                document: one.document,
                policyArn: one.arn,
                policyName: one.arn === null ? one.inline : nameIn(one.arn),
                holder: one.holder,
              },
            ],
      ),
      boundary: [],
      unknown: held.flatMap((one) => (one.document === undefined && one.arn !== null ? [one.arn] : [])),
    }
  }
  return [
    ...state.groups.map((group) => principal('group', group.name, [group])),
    ...state.users.map((user) => {
      const made = principal('user', user.name, [user, ...user.groups.flatMap((name) => groups.get(name) ?? [])])
      if (user.permissionsBoundary === undefined) return made
      const arn = user.permissionsBoundary
      const document = finder.ofPolicy(arn)
      return document === undefined
        ? { ...made, unknown: [...made.unknown, arn] }
        : { ...made, boundary: [{ document, policyArn: arn, policyName: nameIn(arn), holder: user.name }] }
    }),
  ]
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

/** An evaluator for a principal's documents; people of the same roles share one. */
export function rememberEvaluators(): (principal: Principal) => Evaluator {
  return rememberByDocuments((documents, boundary) => createEvaluator(documents, { boundary }))
}

/** What is made of a principal's documents and boundaries, made once for all principals that hold the same. */
export function rememberByDocuments<Made>(
  make: (documents: readonly PolicyDocument[], boundary: readonly PolicyDocument[]) => Made,
): (principal: Principal) => Made {
  const numbers = new Map<PolicyDocument, number>()
  const known = new Map<string, { readonly made: Made }>()
  const numberOf = (document: PolicyDocument): number => {
    const number = numbers.get(document) ?? numbers.size
    numbers.set(document, number)
    return number
  }
  return ({ documents, boundary }) => {
    const key = [documents, boundary].map((held) => held.map(({ document }) => numberOf(document)).join(',')).join('|')
    const there = known.get(key)
    if (there !== undefined) return there.made
    const made = make(
      documents.map(({ document }) => document),
      boundary.map(({ document }) => document),
    )
    known.set(key, { made })
    return made
  }
}
