import { hasWildcard, matchesGlob } from '../match/glob.ts'
import { isJsonObject } from '../parse/json-value.ts'
import { shorten } from '../parse/shorten.ts'
import { type ConditionEntry, type LintContext, listed, own, type StatementView } from './statement-view.ts'

/** What a trust policy can allow: the ways of becoming a role, and what a session brings along. */
const assuming = ['sts:assumerole', 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity', 'sts:assumeroot']
const alongside = ['sts:tagsession', 'sts:setsourceidentity', 'sts:setcontext']
const github = 'token.actions.githubusercontent.com'
const rolesAnywhere = 'rolesanywhere.amazonaws.com'

/** What is particular to who may assume a role: the actions, and the conditions without which strangers get in. */
export function checkTrust(statement: StatementView, context: LintContext): void {
  const { raw, place } = statement
  for (const element of ['Resource', 'NotResource']) {
    if (own(raw, element) === undefined) continue
    context.report(
      'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
      [...place, element],
      `a trust policy has \`${element}\``,
      { onKey: true },
    )
  }
  checkTrustActions(statement, context)
  if (statement.effect !== 'Allow') return
  checkMatch(statement, context)
  for (const host of providerHosts(statement)) checkProvider(host, statement, context)
}

function checkTrustActions({ actions }: StatementView, { report }: LintContext): void {
  for (const [index, action] of (actions?.texts ?? []).entries()) {
    const pattern = action.toLowerCase()
    if (actions === undefined || [...assuming, ...alongside].some((known) => matchesGlob(pattern, known))) continue
    report(
      'UNSUPPORTED_ACTION_IN_POLICY',
      actions.placeOf(index),
      `${shorten(action)} is not an action of a trust policy`,
    )
  }
}

/** The principals of one kind: `AWS`, `Service`, `Federated`. */
function principals({ raw, place }: StatementView, kind: string): readonly string[] {
  const principal = own(raw, 'Principal')
  return isJsonObject(principal) ? (listed(principal, kind, [...place, 'Principal'])?.texts ?? []) : []
}

function checkMatch(statement: StatementView, { report }: LintContext): void {
  const { actions, place } = statement
  if (actions === undefined) return
  const allows = (action: string): boolean =>
    actions.texts.some((pattern) => matchesGlob(pattern.toLowerCase(), action))
  if (!assuming.some((action) => allows(action))) return
  const at = [...place, 'Action']
  const plain = [...principals(statement, 'AWS'), ...principals(statement, 'Service')]
  if (plain.length > 0 && !allows('sts:assumerole') && !allows('sts:assumeroot')) {
    report('MISMATCHED_ACTION_FOR_PRINCIPAL', at, `${shorten(plain[0] ?? '')} can only use \`sts:AssumeRole\``)
  }
  for (const name of principals(statement, 'Federated')) {
    const saml = name.includes(':saml-provider/')
    const wanted = saml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'
    if (!allows(wanted.toLowerCase())) {
      report('MISMATCHED_ACTION_FOR_PRINCIPAL', at, `${shorten(name)} can only use \`${wanted}\``)
    }
  }
  const needed = ['sts:assumerole', 'sts:setsourceidentity', 'sts:tagsession']
  if (principals(statement, 'Service').includes(rolesAnywhere) && !needed.every((action) => allows(action))) {
    report(
      'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
      at,
      'not all of the three actions are allowed that IAM Roles Anywhere needs',
    )
  }
}

/** The hosts of the OpenID Connect providers that a statement trusts, as their condition keys begin. */
function providerHosts(statement: StatementView): readonly string[] {
  return principals(statement, 'Federated').flatMap((name) => {
    const host = name.startsWith('arn:') ? name.split(':oidc-provider/')[1] : name
    return host === undefined || host === '' ? [] : [host.toLowerCase()]
  })
}

function checkProvider(host: string, { conditions, place }: StatementView, { report }: LintContext): void {
  const own = conditions.filter(({ lowerKey }) => lowerKey.startsWith(`${host}:`))
  const subjects = own.filter(({ lowerKey }) => lowerKey === `${github}:sub`)
  if (host === github && !subjects.some((entry) => restricts(entry))) {
    report('MISSING_GITHUB_REPO_CONDITION_KEY', place, `nothing says which GitHub repository may assume the role`)
  } else if (own.length === 0) {
    report('MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL', place, `nothing says whom of ${shorten(host)} the role is for`)
  }
  const audience = own.find(({ lowerKey }) => lowerKey === `${host}:aud`)
  if (audience !== undefined) {
    report(
      'CONFIRM_AUDIENCE_CLAIM_TYPE',
      audience.place,
      `${shorten(audience.key)} is single-valued with some providers, a list with others`,
      { onKey: true },
    )
  }
  for (const entry of subjects) checkSubjects(entry, { report })
}

/** Whether a condition keeps anybody out: it must hold a value, and one that is not for all. */
function restricts({ values, parsed }: ConditionEntry): boolean {
  if (parsed === undefined || parsed.comparison === 'null' || parsed.ifExists || parsed.set === 'all') return false
  return (
    values.some((value) => typeof value === 'string') && !values.some((value) => value === '*' || value === 'repo:*')
  )
}

function checkSubjects({ values, placeOf }: ConditionEntry, { report }: Pick<LintContext, 'report'>): void {
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'string') continue
    const [, repository = '', ref = ''] = /^repo:([^:]*):ref:refs\/heads\/(.*)$/.exec(value) ?? []
    if (repository !== '' && ref !== '' && !hasWildcard(repository) && !hasWildcard(ref)) continue
    report(
      'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
      placeOf(index),
      `${shorten(value)} does not name one repository and branch`,
    )
  }
}
