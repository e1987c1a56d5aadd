import type { Finding, Severity } from '../../diagnostic/finding.ts'
import { isJsonObject, type JsonValue } from '../parse/json-value.ts'
import { jsonPath } from '../parse/json-path.ts'
import { PolicyError } from '../policy-error.ts'
import { readJson } from '../parse/read-json.ts'
import { snapshotJson } from '../parse/snapshot-json.ts'
import { checkActions } from './check-actions.ts'
import { checkArns } from './check-arns.ts'
import { checkConditionKeys } from './check-condition-keys.ts'
import { checkConditionValues } from './check-condition-values.ts'
import { checkGrammar } from './check-grammar.ts'
import { checkIpAddresses } from './check-ip-addresses.ts'
import { checkPassRole } from './check-pass-role.ts'
import { checkPolicySize } from './check-policy-size.ts'
import { checkPrincipals } from './check-principals.ts'
import { checkRedundancy, checkSameStatements } from './check-redundancy.ts'
import { checkSids } from './check-sids.ts'
import { checkTagConditions } from './check-tag-conditions.ts'
import { checkTrust } from './check-trust.ts'
import { checkVariables } from './check-variables.ts'
import { type CoveredCode, coveredChecks, type FindingType } from './covered-checks.ts'
import { type Place, placeFinder, type Span } from './place.ts'
import { isList, type LintContext, type LintKind, own, type StatementView, viewStatement } from './statement-view.ts'

/** What kind of policy is checked. */
export interface LintOptions {
  /**
   * What the policy is: `identity` (the default) for a policy of a user, group or role, also as a permissions boundary; `trust` for who may
   * assume a role. The two have different elements and quotas.
   */
  readonly kind?: LintKind
}

/**
 * What AWS's ValidatePolicy would find in a policy, as far as that needs no account: its issue codes and finding types, each with the JSON
 * path, and with offsets, line and column when a text was given. In the order of the document.
 *
 * It never throws for what a policy holds: a text that is no JSON gives one finding. What exists is what the catalogue knows. The
 * reference page of policy checks lists which codes are covered.
 *
 * Follows "IAM policy validation check reference" in the IAM User Guide.
 *
 * @example
 * ```ts
 * const [first] = lintPolicy('{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*" } }')
 * first?.code // 'INVALID_ACTION'
 * ```
 */
export function lintPolicy(policy: string | object, options: LintOptions = {}): Finding[] {
  const kind = options.kind ?? 'identity'
  let document: JsonValue
  try {
    document = typeof policy === 'string' ? readJson(policy) : snapshotJson(policy)
  } catch (error) {
    if (error instanceof PolicyError) return [unreadable(error, policy)]
    throw error
  }
  const find = typeof policy === 'string' ? placeFinder(policy) : undefined
  const found: Found[] = []
  check(document, {
    kind,
    version: versionOf(document),
    textLength: typeof policy === 'string' ? policy.length : undefined,
    report(code, place, message, more = {}) {
      const span = find?.(place, more.onKey === true)
      const hint = more.hint ?? coveredChecks[code].mend
      found.push({ place, finding: finding({ code, message, hint, path: jsonPath(place), span }) })
    },
  })
  return inOrder(found)
}

const severities: Readonly<Record<FindingType, Severity>> = {
  ERROR: 'error',
  SECURITY_WARNING: 'warning',
  WARNING: 'warning',
  SUGGESTION: 'info',
}

interface Found {
  readonly place: Place
  readonly finding: Finding
}

function finding(made: {
  code: CoveredCode
  message: string
  hint: string | undefined
  path: string
  span: Span | undefined
}): Finding {
  const { type } = coveredChecks[made.code]
  return {
    code: made.code,
    severity: severities[type],
    findingType: type,
    message: made.message,
    ...(made.hint === undefined ? {} : { hint: made.hint }),
    path: made.path,
    ...(made.span === undefined ? {} : { span: made.span }),
  }
}

function unreadable(error: PolicyError, policy: string | object): Finding {
  const start = typeof policy === 'string' ? offsetOf(policy, error.line, error.column) : undefined
  const span = start === undefined ? undefined : { start, end: start, line: error.line ?? 1, column: error.column ?? 1 }
  const hint = error.hint ?? coveredChecks.JSON_SYNTAX_ERROR.mend
  return finding({ code: 'JSON_SYNTAX_ERROR', message: error.message, hint, path: error.path ?? '$', span })
}

function offsetOf(text: string, line: number | undefined, column: number | undefined): number | undefined {
  if (line === undefined || column === undefined) return undefined
  let start = text.codePointAt(0) === 0xfeff ? 1 : 0
  for (let passed = 1; passed < line; passed++) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

function versionOf(document: JsonValue): string | undefined {
  const version = isJsonObject(document) ? own(document, 'Version') : undefined
  return typeof version === 'string' ? version : undefined
}

function check(document: JsonValue, context: LintContext): void {
  checkGrammar(document, context)
  if (!isJsonObject(document)) return
  const statements = viewsOf(own(document, 'Statement'))
  checkSids(statements, context)
  for (const statement of statements) {
    checkActions(statement, context)
    checkRedundancy(statement, context)
    checkArns(statement, context)
    checkVariables(statement, context)
    checkConditionKeys(statement, context)
    checkConditionValues(statement, context)
    checkIpAddresses(statement, context)
    checkTagConditions(statement, context)
    if (context.kind === 'trust') {
      checkPrincipals(statement, context)
      checkTrust(statement, context)
    } else checkPassRole(statement, context)
  }
  checkSameStatements(statements, context)
  checkPolicySize(document, context)
}

function viewsOf(value: JsonValue | undefined): StatementView[] {
  if (isJsonObject(value)) return [viewStatement(value, ['Statement'])]
  if (!isList(value)) return []
  return value.flatMap((item, index) => (isJsonObject(item) ? [viewStatement(item, ['Statement', index])] : []))
}

/** By statement, then as the checks ran; what concerns the whole document comes first. */
function inOrder(found: readonly Found[]): Finding[] {
  const rank = ({ place }: Found): number => {
    const index = place[1]
    return place[0] === 'Statement' && typeof index === 'number' ? index : -1
  }
  return found.toSorted((a, b) => rank(a) - rank(b)).map((one) => one.finding)
}
