import { type ActionIndex, indexActions } from '../match/action-index.ts'
import { asList } from '../as-list.ts'
import type { PlacedStatement } from './compile-statement.ts'
import { parseOperator } from '../parse/condition-operator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { jsonPath } from '../parse/json-path.ts'
import { PolicyError } from '../policy-error.ts'
import { shorten } from '../parse/shorten.ts'

/** Policies made ready: all their statements, and an index of them by action. */
export interface PolicySet {
  readonly statements: readonly PlacedStatement[]
  readonly find: ActionIndex
}

/** The policies of a principal, or with a number the one boundary that has it. */
export function policySet(documents: readonly PolicyDocument[], boundary?: number): PolicySet {
  const statements: PlacedStatement[] = []
  for (const [index, document] of documents.entries()) {
    for (const [position, source] of asList(document?.Statement).entries()) {
      checkStatement(source, position)
      statements.push({
        source,
        document: boundary ?? index,
        position,
        boundary: boundary !== undefined,
        variables: document.Version === '2012-10-17',
      })
    }
  }
  return { statements, find: indexActions(statements) }
}

/** What `parsePolicy` lets pass or never saw, and what no decision should be made on. */
function checkStatement(source: Statement, position: number): void {
  if (source?.Effect !== 'Allow' && source?.Effect !== 'Deny') {
    throw new PolicyError({
      code: 'invalid-effect',
      message: 'a statement neither allows nor denies',
      path: jsonPath(['Statement', position]),
      hint: 'parse the document with `parsePolicy` first',
    })
  }
  if (source.Principal !== undefined || source.NotPrincipal !== undefined) {
    throw new PolicyError({
      code: 'principal-not-allowed',
      message: "a statement with a principal doesn't belong to somebody's own policies",
      path: jsonPath(['Statement', position]),
      hint: 'trust and resource policies are decided elsewhere: leave them out',
    })
  }
  for (const operator of Object.keys(source.Condition ?? {})) {
    if (parseOperator(operator) !== undefined) continue
    throw new PolicyError({
      code: 'unknown-operator',
      message: `${shorten(operator)} is not a condition operator`,
      path: jsonPath(['Statement', position, 'Condition', operator]),
      hint: 'operators are named as in `StringEquals`',
    })
  }
}
