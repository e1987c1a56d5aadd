import { checkConditions } from './check-conditions.ts'
import { checkPrincipal } from './check-principal.ts'
import { checkElements, GrammarFault, list, type Path, strings, wrongType } from './grammar.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

/** The grammars that share IAM's language: they differ in who may be named, and whether a resource is. */
export type PolicyKind = 'identity' | 'trust' | 'resource'

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

/** Checks one statement by the grammar of its kind of policy. */
export function checkStatement(statement: JsonValue, path: Path, kind: PolicyKind): void {
  if (!isJsonObject(statement)) throw wrongType(path, 'a statement', statement)
  checkElements(statement, elements, path)
  checkEffect(statement, path)
  checkSid(statement, path, kind)
  checkPrincipals(statement, path, kind)
  for (const [action, place] of either(statement, 'Action', path) ?? missing(path, 'action', 'Action')) {
    checkAction(action, place)
  }
  checkResources(statement, path, kind)
  if (statement['Condition'] !== undefined) checkConditions(statement['Condition'], [...path, 'Condition'])
}

function checkEffect(statement: JsonObject, path: Path): void {
  const effect = statement['Effect']
  if (effect === undefined) throw missing(path, 'effect', 'Effect', 'say `"Effect": "Allow"` or `"Effect": "Deny"`')
  if (effect === 'Allow' || effect === 'Deny') return
  const said = typeof effect === 'string' ? effect.trim().toLowerCase() : ''
  const meant = said.startsWith('a') ? 'Allow' : said.startsWith('d') ? 'Deny' : undefined
  throw new GrammarFault({
    code: 'invalid-effect',
    message: `${shorten(typeof effect === 'string' ? effect : JSON.stringify(effect))} is not an effect`,
    path: [...path, 'Effect'],
    hint: meant === undefined ? 'an effect is `Allow` or `Deny`' : `did you mean \`${meant}\`?`,
  })
}

function checkSid(statement: JsonObject, path: Path, kind: PolicyKind): void {
  const sid = statement['Sid']
  if (sid === undefined) return
  const place = [...path, 'Sid']
  if (typeof sid !== 'string') throw wrongType(place, 'a string', sid)
  if (kind === 'resource' || /^[A-Za-z0-9]*$/.test(sid)) return
  const letters = sid.replaceAll(/[^A-Za-z0-9]/g, '')
  throw new GrammarFault({
    code: 'invalid-sid',
    message: `the Sid ${shorten(sid)} has characters other than letters and digits`,
    path: place,
    hint: letters === '' ? 'IAM takes ASCII letters and digits only' : `write \`${letters}\``,
  })
}

function checkPrincipals(statement: JsonObject, path: Path, kind: PolicyKind): void {
  const found = ['Principal', 'NotPrincipal'].filter((name) => statement[name] !== undefined)
  const [name] = found
  if (kind === 'identity') {
    if (name === undefined) return
    throw new GrammarFault({
      code: 'principal-not-allowed',
      message: `an identity policy can't have a \`${name}\``,
      path: [...path, name],
      hint: 'whom it speaks of is whom it is attached to: remove it',
      onKey: true,
    })
  }
  if (name === undefined) {
    throw missing(
      path,
      'principal',
      'Principal',
      'say whom it trusts, as in `"Principal": { "Service": "ec2.amazonaws.com" }`',
    )
  }
  if (found.length > 1) throw both(path, 'Principal', 'NotPrincipal')
  checkPrincipal(statement[name] ?? null, [...path, name])
}

function checkAction(action: string, path: Path): void {
  if (action === '*') return
  const colon = action.indexOf(':')
  const vendor = action.slice(0, Math.max(0, colon))
  if (colon === -1) {
    throw new GrammarFault({
      code: 'invalid-action',
      message: `the action ${shorten(action)} has no service prefix`,
      path,
      hint: 'write `service:Action`, as in `s3:GetObject`',
    })
  }
  if (/[*?]/.test(vendor)) {
    throw new GrammarFault({
      code: 'invalid-action',
      message: `the action ${shorten(action)} has a wildcard before the colon`,
      path,
      hint: 'name the service: a wildcard may stand after the colon, or alone as `*`',
    })
  }
  if (!/^[A-Za-z0-9-]+$/.test(vendor) || action.slice(colon + 1).trim() === '') {
    throw new GrammarFault({
      code: 'invalid-action',
      message: `the action ${shorten(action)} is not of the form \`service:Action\``,
      path,
      hint: 'write `service:Action`, as in `s3:GetObject`',
    })
  }
}

function checkResources(statement: JsonObject, path: Path, kind: PolicyKind): void {
  const resources = either(statement, 'Resource', path)
  if (kind === 'trust') {
    if (resources === undefined) return
    const name = statement['Resource'] === undefined ? 'NotResource' : 'Resource'
    throw new GrammarFault({
      code: 'resource-not-allowed',
      message: `a trust policy can't have a \`${name}\``,
      path: [...path, name],
      hint: 'it speaks of the role it belongs to: remove it',
      onKey: true,
    })
  }
  if (resources === undefined) {
    if (kind === 'identity') throw missing(path, 'resource', 'Resource', 'say `"Resource": "*"` or name the ARNs')
    return
  }
  for (const [resource, place] of resources) {
    if (resource === '*' || /^(?:arn:|\$\{)/.test(resource)) continue
    throw new GrammarFault({
      code: 'invalid-resource',
      message: `the resource ${shorten(resource)} is neither an ARN nor \`*\``,
      path: place,
      hint: 'an ARN is `arn:partition:service:region:account:resource`',
    })
  }
}

/** The strings of an element or of its `Not` twin, each with its path; undefined when neither stands there, a fault when both do. */
function either(statement: JsonObject, name: string, path: Path): ReturnType<typeof strings> | undefined {
  const plain = statement[name]
  const negated = statement[`Not${name}`]
  if (plain !== undefined && negated !== undefined) throw both(path, name, `Not${name}`)
  if (plain !== undefined) return strings(plain, [...path, name])
  return negated === undefined ? undefined : strings(negated, [...path, `Not${name}`])
}

function both(path: Path, ...names: readonly [string, string]): GrammarFault {
  return new GrammarFault({
    code: 'both-forms',
    message: `a statement can't have both ${list(names)}`,
    path: [...path, names[1]],
    hint: 'split it into two statements',
    onKey: true,
  })
}

function missing(path: Path, what: string, name: string, hint = `add \`${name}\` or \`Not${name}\``): never {
  throw new GrammarFault({ code: `missing-${what}`, message: `the statement has no \`${name}\``, path, hint })
}
