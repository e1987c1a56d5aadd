import { nearest } from '../../diagnostic/nearest.ts'
import { checkStatement, type PolicyKind } from './check-statement.ts'
import type { PolicyDocument } from '../document.ts'
import { checkElements, GrammarFault, wrongType } from './grammar.ts'
import { jsonPath } from './json-path.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { PolicyError } from '../policy-error.ts'
import { lineAndColumn, type Positions, readJson } from './read-json.ts'
import { shorten } from './shorten.ts'
import { snapshotJson } from './snapshot-json.ts'

/** How a policy is read. */
export interface ParseOptions {
  /**
   * Which grammar holds. `identity` (a policy attached to somebody): no principal, a resource in each statement. `trust` (who may assume a
   * role): a principal in each statement, no resource. `resource` (a bucket's or key's own policy): a principal, Sids of any characters.
   * `any`, the default: trust when a statement names a principal, else identity.
   */
  readonly kind?: PolicyKind | 'any' | undefined
}

const elements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement'])
const versions = ['2012-10-17', '2008-10-17']

/**
 * Parses an IAM policy from its JSON text, or checks an object of the same shape, and gives a document that follows IAM's grammar:
 * what IAM would refuse as `MalformedPolicyDocument` is refused. Whether actions, keys and ARNs exist is for `lintPolicy`.
 * See "Grammar of the IAM JSON policy language" in the IAM User Guide.
 *
 * An object is copied, so that it can't change afterwards. Numbers whose spelling JavaScript would lose become strings, as good to IAM.
 *
 * @throws {PolicyError} with code, JSON path and hint, and for a text the line and column; nothing else is ever thrown.
 *
 * @example
 * ```ts
 * parsePolicy('{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}').Statement
 * // { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
 * ```
 */
export function parsePolicy(input: unknown, options: ParseOptions = {}): PolicyDocument {
  const value = typeof input === 'string' ? readJson(input) : snapshotJson(input)
  try {
    checkDocument(value, options.kind ?? 'any')
  } catch (error) {
    if (!(error instanceof GrammarFault)) throw error
    const { code, message, path, hint, onKey } = error.problem
    const place = typeof input === 'string' ? positionOf(input, jsonPath(path), onKey === true) : {}
    throw new PolicyError({ code, message, path: jsonPath(path), hint, ...place })
  }
  return value
}

function checkDocument(document: JsonValue, kind: PolicyKind | 'any'): asserts document is JsonObject & PolicyDocument {
  if (!isJsonObject(document)) throw notADocument(document)
  checkElements(document, elements, [])
  checkVersion(document['Version'])
  if (document['Id'] !== undefined && typeof document['Id'] !== 'string')
    throw wrongType(['Id'], 'a string', document['Id'])
  const statements = document['Statement']
  if (statements === undefined || (Array.isArray(statements) && statements.length === 0)) {
    throw new GrammarFault({
      code: 'missing-statement',
      message: 'the policy has no statement',
      path: statements === undefined ? [] : ['Statement'],
      hint: 'a policy needs at least one `Statement`',
    })
  }
  const list: readonly JsonValue[] = Array.isArray(statements) ? statements : [statements]
  const grammar = kind === 'any' ? kindOf(list) : kind
  const sids = new Set<string>()
  for (const [index, statement] of list.entries()) {
    const path = Array.isArray(statements) ? ['Statement', index] : ['Statement']
    checkStatement(statement, path, grammar)
    checkUnique(sids, statement, path)
  }
}

function kindOf(statements: readonly JsonValue[]): PolicyKind {
  const named = statements.some(
    (statement) =>
      isJsonObject(statement) && (statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined),
  )
  return named ? 'trust' : 'identity'
}

function notADocument(document: JsonValue): GrammarFault {
  if (typeof document === 'string' && document.trimStart().startsWith('{')) {
    const hint = 'it is JSON inside a JSON string: parse it once more'
    return new GrammarFault({ code: 'wrong-type', message: 'a string stands where a policy should be', path: [], hint })
  }
  return wrongType([], 'an object with a `Statement`', document)
}

function checkVersion(version: JsonValue | undefined): void {
  if (version === undefined || (typeof version === 'string' && versions.includes(version))) return
  const said = typeof version === 'string' ? version : JSON.stringify(version)
  throw new GrammarFault({
    code: 'invalid-version',
    message: `${shorten(said)} is not a version of the policy language`,
    path: ['Version'],
    hint: `did you mean \`${nearest(said, versions) ?? '2012-10-17'}\`?`,
  })
}

function checkUnique(sids: Set<string>, statement: JsonValue, path: readonly (string | number)[]): void {
  const sid = isJsonObject(statement) ? statement['Sid'] : undefined
  if (typeof sid !== 'string' || sid === '') return
  if (sids.has(sid)) {
    throw new GrammarFault({
      code: 'duplicate-sid',
      message: `the Sid ${shorten(sid)} stands in two statements`,
      path: [...path, 'Sid'],
      hint: 'rename one of them, or leave it out',
    })
  }
  sids.add(sid)
}

/** Reads the text a second time for the place of an error; only an error pays for it. */
function positionOf(text: string, path: string, onKey: boolean): { line: number; column: number } | undefined {
  const positions: Positions = new Map()
  readJson(text, positions)
  const offset = (onKey ? positions.get(`${path}#`) : undefined) ?? positions.get(path)
  return offset === undefined ? undefined : lineAndColumn(text, offset)
}
