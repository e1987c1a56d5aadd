import { asList } from '../as-list.ts'
import type { PolicyDocument } from '../document.ts'
import { dropCovered } from './drop-covered.ts'
import { factorStatements } from './factor-statements.ts'
import { mergeStatements } from './merge-statements.ts'
import { refuseMalformed } from '../parse/refuse-malformed.ts'
import { readStatement, type StatementForm, writeStatement } from './statement-form.ts'
import { useCatalogue } from './use-catalogue.ts'

/** How far `minimizePolicy` may go. */
export interface MinimizeOptions {
  /**
   * `strict`, the default, adds no wildcard, so that the result means the same for every action, those too that AWS has not made yet.
   * `catalogue` may write patterns that match the same actions of the catalogue, which is shorter, but may come to match an action that AWS adds.
   */
  readonly wildcards?: 'strict' | 'catalogue' | undefined
}

/**
 * A document of the same meaning in as few characters as can be found: statements joined that differ in one element alone, and what another
 * pattern or statement already says left out. Sids and Id are left out, since they decide nothing; Version stays.
 *
 * Gives equal documents for equal input, and its own result back for its result.
 *
 * @throws {PolicyError} for what is no policy.
 *
 * @example
 * ```ts
 * minimizePolicy({
 *   Version: '2012-10-17',
 *   Statement: [
 *     { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: '*' },
 *     { Sid: 'ReadAcl', Effect: 'Allow', Action: ['s3:GetObjectAcl', 's3:ListBucket'], Resource: '*' },
 *   ],
 * })
 * // { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['s3:Get*', 's3:ListBucket'], Resource: '*' } }
 * ```
 */
export function minimizePolicy(document: PolicyDocument, options: MinimizeOptions = {}): PolicyDocument {
  return refuseMalformed([document], () => minimize(document, options), 'any')
}

function minimize(document: PolicyDocument, options: MinimizeOptions): PolicyDocument {
  const strict = settle(asList(document.Statement).map((statement) => readStatement(statement)))
  const forms = options.wildcards === 'catalogue' ? settleByCatalogue(strict) : strict
  const statements = forms.map((form) => writeStatement(form))
  const [first, ...rest] = statements
  return {
    ...(document.Version === undefined ? {} : { Version: document.Version }),
    Statement: first !== undefined && rest.length === 0 ? first : statements,
  }
}

/** Past this many patterns, many times what IAM takes, statements are joined but not held against each other. */
const mostPatterns = 5000

/** Joining makes statements that cover more, and dropping makes statements that can be joined. */
function settle(given: readonly StatementForm[]): readonly StatementForm[] {
  let forms = mergeStatements(given)
  let settled: ReadonlySet<StatementForm> = new Set()
  while (forms.length > 1 && patternsIn(forms) <= mostPatterns) {
    const rest = dropCovered(forms, settled)
    settled = new Set(rest)
    const joined = mergeStatements(rest)
    const next = joined === rest ? (factorStatements(rest) ?? rest) : joined
    if (next === forms) break
    forms = next
  }
  return forms
}

function patternsIn(forms: readonly StatementForm[]): number {
  let count = 0
  for (const { actions, resources } of forms) count += actions.patterns.length + (resources?.patterns.length ?? 0)
  return count
}

function settleByCatalogue(strict: readonly StatementForm[]): readonly StatementForm[] {
  let forms = strict
  while (patternsIn(forms) <= mostPatterns) {
    const shorter = useCatalogue(forms)
    forms = settle(shorter)
    if (forms === shorter) break
  }
  return forms
}
