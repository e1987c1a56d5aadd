import { checkConditions } from './check-conditions.ts'
import { checkPrincipal } from './check-principal.ts'
import { checkElements, checkStrings, GrammarFault, listNames, type Path, wrongType } from './grammar.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

/** The grammars that share IAM's language: they differ in who may be named, and whether a resource is. */
export type PolicyKind = 'identity' | 'trust' | 'resource'

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])

/** Checks one statement by the grammar of its kind of policy. */
export function checkStatement(statement: JsonValue, path: Path, kind: PolicyKind): void {
  if (!isJsonObject(statement)) throw wrongType(path, 'a statement', statement)
  checkElements(statement, elements, path)
  checkEffect(statement, path)
  checkSid(statement, path, kind)
  checkPrincipals(statement, path, kind)
  const actions = either(statement, 'Action', path)
  if (actions === undefined) throw missing(path, 'action', 'Action')
  checkStrings(statement[actions] ?? null, () => [...path, actions], actionFault)
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

function actionFault(action: string, path: () => Path): GrammarFault | undefined {
  if (action === '*' || /^[A-Za-z0-9-]+:\s*\S/.test(action)) return undefined
  const colon = action.indexOf(':')
  const wild = /[*?]/.test(action.slice(0, Math.max(0, colon)))
  const form = 'write `service:Action`, as in `s3:GetObject`'
  return new GrammarFault({
    code: 'invalid-action',
    message: `the action ${shorten(action)} ${
      colon === -1
        ? 'has no service prefix'
        : wild
          ? 'has a wildcard before the colon'
          : 'is not of the form `service:Action`'
    }`,
    path: path(),
    hint: wild ? 'name the service: a wildcard may stand after the colon, or alone as `*`' : form,
  })
}

function checkResources(statement: JsonObject, path: Path, kind: PolicyKind): void {
  const resources = either(statement, 'Resource', path)
  if (kind === 'trust') {
    if (resources === undefined) return
    throw new GrammarFault({
      code: 'resource-not-allowed',
      message: `a trust policy can't have a \`${resources}\``,
      path: [...path, resources],
      hint: 'it speaks of the role it belongs to: remove it',
      onKey: true,
    })
  }
  if (resources === undefined) {
    if (kind === 'identity') throw missing(path, 'resource', 'Resource', 'say `"Resource": "*"` or name the ARNs')
    return
  }
  checkStrings(statement[resources] ?? null, () => [...path, resources], resourceFault)
}

function resourceFault(resource: string, path: () => Path): GrammarFault | undefined {
  if (resource === '*' || resource.startsWith('arn:') || resource.startsWith('${')) return undefined
  return new GrammarFault({
    code: 'invalid-resource',
    message: `the resource ${shorten(resource)} is neither an ARN nor \`*\``,
    path: path(),
    hint: 'an ARN is `arn:partition:service:region:account:resource`',
  })
}

/** Which of an element and its `Not` twin stands there; a fault when both do. */
function either(statement: JsonObject, name: string, path: Path): string | undefined {
  const twin = `Not${name}`
  if (statement[name] === undefined) return statement[twin] === undefined ? undefined : twin
  if (statement[twin] !== undefined) throw both(path, name, twin)
  return name
}

function both(path: Path, ...names: readonly [string, string]): GrammarFault {
  return new GrammarFault({
    code: 'both-forms',
    message: `a statement can't have both ${listNames(names)}`,
    path: [...path, names[1]],
    hint: 'split it into two statements',
    onKey: true,
  })
}

function missing(path: Path, what: string, name: string, hint = `add \`${name}\` or \`Not${name}\``): GrammarFault {
  return new GrammarFault({ code: `missing-${what}`, message: `the statement has no \`${name}\``, path, hint })
}
