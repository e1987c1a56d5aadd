import type { Statement } from '../policy/document.ts'
import { policySize } from '../policy/print/policy-size.ts'
import type { DefinedStatement } from './source-map.ts'

/** A statement with the places that it was written at. */
export interface SourcedStatement {
  readonly statement: Statement
  readonly definitions: readonly DefinedStatement[]
}

/** A customer managed policy on its way into an account: its statements still know where they come from. */
export interface PackedPolicy {
  readonly name: string
  readonly description?: string
  readonly statements: readonly SourcedStatement[]
}

/** Characters of the document, as IAM counts them. */
export function packedSize(statements: readonly SourcedStatement[]): number {
  return policySize({ Version: '2012-10-17', Statement: statements.map(({ statement }) => statement) })
}
