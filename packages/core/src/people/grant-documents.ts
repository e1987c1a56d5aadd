import { quotas } from '../account/quotas.ts'
import { policySize } from '../policy/print/policy-size.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { endingAt } from './grant-end.ts'

/** The copies of a role's policies that end by themselves, or why there can't be any. */
export type GrantDocuments =
  | { readonly kind: 'documents'; readonly documents: readonly PolicyDocument[] }
  | { readonly kind: 'refused'; readonly why: string }

/**
 * A role's policies as copies that all end at one time, in as few policies as hold them: each within IAM's 6,144 characters, and no more than
 * a group can have. Whole statements are put together, since a statement can't be parted without looking at what it means.
 *
 * @example
 * ```ts
 * const copies = grantDocuments([readBills], new Date('2026-06-01T12:00:00Z'))
 * ```
 */
export function grantDocuments(documents: readonly PolicyDocument[], end: Date): GrantDocuments {
  const statements = endingAt(documents, end)
  if (statements === undefined) {
    return {
      kind: 'refused',
      why: 'a statement of its has an end of its own that can’t be told, such as one with a variable',
    }
  }
  const copies: Statement[][] = []
  for (const statement of statements.map(withoutSid)) {
    const size = policySize(documentOf([statement]))
    if (size > quotas.policyCharacters) {
      return {
        kind: 'refused',
        why: `a statement of its has ${size.toLocaleString('en-US')} characters with an end, and a policy takes ${quotas.policyCharacters.toLocaleString('en-US')}`,
      }
    }
    const copy = copies.find((one) => policySize(documentOf([...one, statement])) <= quotas.policyCharacters)
    if (copy === undefined) copies.push([statement])
    else copy.push(statement)
  }
  if (copies.length > quotas.policiesPerGroup) {
    return {
      kind: 'refused',
      why: `its copies fill ${copies.length} policies, and a group takes ${quotas.policiesPerGroup}`,
    }
  }
  return { kind: 'documents', documents: copies.map(documentOf) }
}

function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}

/** A Sid may stand once in a policy, and names nothing here. */
function withoutSid(statement: Statement): Statement {
  const { Sid: _, ...rest } = statement
  return rest
}
