import { asList } from '../as-list.ts'
import { canonicalPolicy } from './canonical-policy.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { normalizeValues } from './normalize-values.ts'

/**
 * Whether two documents are two spellings of one meaning: as `sameDocument`, but Sid and Id don't count either, numbers and dates are compared as such
 * (`1.0` is `1`), and Version counts only where a `${` gives it a meaning. Statements are compared as they stand: one that another
 * makes superfluous still makes a difference here; `comparePolicies` decides that.
 *
 * @example
 * ```ts
 * policiesEqual(
 *   { Statement: { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' } },
 *   { Statement: { Effect: 'Allow', Action: ['s3:putobject', 's3:getobject'], Resource: '*' } },
 * ) // true
 * ```
 */
export function policiesEqual(a: PolicyDocument, b: PolicyDocument): boolean {
  return meaning(a) === meaning(b)
}

function meaning(document: PolicyDocument): string {
  const statements = asList(document.Statement).map((statement) => withoutName(statement))
  const canonical = canonicalPolicy({ Statement: statements })
  const text = JSON.stringify(canonical.Statement)
  // Without a Version the language is that of 2008, which knows no variables.
  return text.includes('${') ? `${document.Version === '2012-10-17'}${text}` : text
}

function withoutName(statement: Statement): Statement {
  const { Sid: _, Condition, ...rest } = statement
  return Condition === undefined ? rest : { ...rest, Condition: normalizeValues(Condition) }
}
