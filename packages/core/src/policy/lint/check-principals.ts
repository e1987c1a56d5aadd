import { hasWildcard } from '../match/glob.ts'
import { isJsonObject, type JsonObject } from '../parse/json-value.ts'
import { nearest } from '../../diagnostic/nearest.ts'
import { shorten } from '../parse/shorten.ts'
import type { CoveredCode } from './covered-checks.ts'
import { isList, type LintContext, listed, own, type StatementView } from './statement-view.ts'

const principalKeys = ['AWS', 'Service', 'Federated', 'CanonicalUser']
const identity =
  /^arn:[a-z0-9-]+:(?:iam::[0-9]{12}:(?:root|user\/.+|role\/.+)|sts::[0-9]{12}:(?:assumed-role\/[^/]+\/.+|federated-user\/.+|self))$/
const domain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i

/** Who a trust policy lets in: written as IAM reads principals, and only as IAM lets a role trust them. */
export function checkPrincipals(statement: StatementView, context: LintContext): void {
  const { raw, place } = statement
  const { report } = context
  const principal = own(raw, 'Principal')
  if (own(raw, 'NotPrincipal') !== undefined) {
    report(
      'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
      [...place, 'NotPrincipal'],
      'a trust policy has `NotPrincipal`',
      { onKey: true },
    )
  } else if (principal === undefined)
    report('MISSING_PRINCIPAL', place, 'a statement of a trust policy has no `Principal`')
  const at = [...place, 'Principal']
  if (principal === undefined) return
  if (typeof principal === 'string') checkBare(principal, statement, context)
  else if (!isJsonObject(principal)) {
    report('DATA_TYPE_MISMATCH', at, 'the principal is neither `"*"` nor an object')
  } else if (Object.keys(principal).length === 0)
    report('EMPTY_OBJECT_PRINCIPAL', at, 'the principal is an empty object')
  else checkKinds(principal, statement, context)
}

function checkBare(principal: string, { place }: StatementView, { report }: LintContext): void {
  const at = [...place, 'Principal']
  if (principal === '*') {
    report('ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL', at, 'the principal of a trust policy is a bare `*`')
  } else {
    report('INVALID_PRINCIPAL_FORMAT', at, `${shorten(principal)} is not a principal`, {
      hint: 'write `{ "AWS": "…" }` or `{ "Service": "…" }`',
    })
  }
}

function checkKinds(principal: JsonObject, { place }: StatementView, context: LintContext): void {
  const { report } = context
  const at = [...place, 'Principal']
  for (const kind of Object.keys(principal)) {
    if (!principalKeys.includes(kind)) {
      const meant = nearest(kind.slice(0, 100), principalKeys)
      const hint = meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
      report('INVALID_PRINCIPAL_KEY', [...at, kind], `${shorten(kind)} is not a kind of principal`, {
        ...hint,
        onKey: true,
      })
      continue
    }
    const value = own(principal, kind)
    if (isList(value) && value.length === 0)
      report('EMPTY_ARRAY_PRINCIPAL', [...at, kind], `\`${kind}\` is an empty list`)
    else if (typeof value !== 'string' && !(isList(value) && value.every((item) => typeof item === 'string'))) {
      report('DATA_TYPE_MISMATCH', [...at, kind], `\`${kind}\` is neither a string nor a list of strings`)
    }
    const names = listed(principal, kind, at)
    for (const [index, name] of (names?.texts ?? []).entries()) {
      const problem = problemOf(kind, name)
      if (problem !== undefined && names !== undefined) report(problem[0], names.placeOf(index), problem[1])
    }
  }
  checkSessions(principal, at, context)
}

type Problem = readonly [code: CoveredCode, message: string]

function problemOf(kind: string, name: string): Problem | undefined {
  if (name.includes('${')) return ['VARIABLE_UNSUPPORTED_IN_ELEMENT', `${shorten(name)} holds a policy variable`]
  if (hasWildcard(name) && !(kind === 'AWS' && name === '*')) {
    return ['UNSUPPORTED_WILDCARD_IN_PRINCIPAL', `the principal ${shorten(name)} holds a wildcard`]
  }
  if (kind === 'AWS') return awsProblem(name)
  if (kind === 'Service') {
    return /^[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov|amazonaws\.eu)$/.test(
      name,
    )
      ? undefined
      : ['INVALID_SERVICE_PRINCIPAL_FORMAT', `${shorten(name)} is not a service principal`]
  }
  if (kind === 'Federated') {
    return domain.test(name) || /^arn:[a-z0-9-]+:iam::[0-9]{12}:(?:saml-provider|oidc-provider)\/.+$/.test(name)
      ? undefined
      : ['INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY', `${shorten(name)} is not an identity provider`]
  }
  return /^[0-9a-f]{64}$/i.test(name)
    ? undefined
    : ['INVALID_PRINCIPAL_FORMAT', `${shorten(name)} is not a canonical user id`]
}

function awsProblem(name: string): Problem | undefined {
  if (name === '*' || /^[0-9]{12}$/.test(name) || identity.test(name)) return undefined
  if (/^AROA[A-Z0-9]{12,}$/.test(name))
    return ['INVALID_ROLE_REFERENCE', `${shorten(name)} is the id of a role that may be gone`]
  if (/^AIDA[A-Z0-9]{12,}$/.test(name))
    return ['INVALID_USER_REFERENCE', `${shorten(name)} is the id of a user that may be gone`]
  return ['INVALID_PRINCIPAL_FORMAT', `${shorten(name)} is neither an account nor the ARN of a user, role or session`]
}

function checkSessions(principal: JsonObject, place: readonly (string | number)[], { report }: LintContext): void {
  const names = listed(principal, 'AWS', place)
  if (names === undefined) return
  const roles = new Set(
    names.texts.map((name) =>
      /^arn:[a-z0-9-]+:iam::([0-9]{12}):role\/(?:.*\/)?([^/]+)$/.exec(name)?.slice(1).join('/'),
    ),
  )
  for (const [index, name] of names.texts.entries()) {
    const session = /^arn:[a-z0-9-]+:sts::([0-9]{12}):assumed-role\/([^/]+)\/.+$/.exec(name)?.slice(1).join('/')
    if (session === undefined || !roles.has(session)) continue
    report(
      'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
      names.placeOf(index),
      `the role of ${shorten(name)} is trusted already`,
    )
  }
}
