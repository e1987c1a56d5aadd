import { nearest } from '../../diagnostic/nearest.ts'
import { hasWildcard, matchesGlob } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { shorten } from '../parse/shorten.ts'
import { type ArnForm, arnForms } from './arn-forms.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { LintContext, StatementView } from './statement-view.ts'

const partitions = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc']
const regionShape = /^[a-z]{2,5}(?:-[a-z]+)+-[0-9]{1,2}$/
/** Longer than any ARN; comparing more with every form of a service would take too long. */
const longestArn = 2048

/** What AWS itself shares in these services, such as documents named `AWS-…`, has no account. */
const sharedByAws: ReadonlySet<string> = new Set(['ssm', 'resource-explorer-2'])

/** What is wrong with an ARN. */
interface Problem {
  readonly code: CoveredCode
  readonly message: string
  readonly hint?: string
}

/** Whether the resources of a statement are ARNs that can exist. */
export function checkArns(statement: StatementView, { kind, report }: LintContext): void {
  if (kind === 'trust') return
  for (const resources of [statement.resources, statement.notResources]) {
    if (resources === undefined) continue
    for (const [index, text] of resources.texts.entries()) {
      if (text === '*') continue
      const problem = problemOf(text)
      if (problem === undefined) continue
      report(
        problem.code,
        resources.placeOf(index),
        problem.message,
        problem.hint === undefined ? {} : { hint: problem.hint },
      )
    }
  }
}

/** The same ARNs come back in one policy and in the next. */
const remembered = 20_000
const cache = new Map<string, Problem | undefined>()

function problemOf(text: string): Problem | undefined {
  if (cache.has(text)) return cache.get(text)
  if (cache.size >= remembered) cache.clear()
  const problem = findProblem(text)
  if (text.length <= longestArn) cache.set(text, problem)
  return problem
}

function findProblem(text: string): Problem | undefined {
  if (!text.startsWith('arn:')) {
    return { code: 'INVALID_ARN_PREFIX', message: `the resource ${shorten(text)} does not begin with \`arn:\`` }
  }
  const fields = text.replaceAll(/\$\{[^}]*\}/g, '*').split(':')
  const [, partition = '', service = '', region = '', account = '', ...rest] = fields
  if (fields.length < 6) {
    // A wildcard at the end reaches over the fields that are left out.
    return fields.at(-1)?.includes('*') === true
      ? undefined
      : { code: 'MISSING_ARN_FIELD', message: `the ARN ${shorten(text)} has fewer than six fields` }
  }
  if (!hasWildcard(partition) && !partitions.includes(partition)) {
    return unknown({ code: 'INVALID_PARTITION', what: 'partition', name: partition, candidates: partitions })
  }
  if (hasWildcard(service)) return undefined
  return serviceProblem(text, { service, region, account, resource: rest.join(':') })
}

interface Parts extends ArnForm {
  readonly service: string
}

function serviceProblem(text: string, parts: Parts): Problem | undefined {
  const { service, region, account, resource } = parts
  const forms = arnForms().get(service)
  if (forms === undefined) {
    const lower = service.toLowerCase()
    if (lower !== service && arnForms().has(lower)) {
      return {
        code: 'INVALID_ARN_SERVICE_CASE',
        message: `the service ${shorten(service)} is not in lower case`,
        hint: `write \`${lower}\``,
      }
    }
    return unknown({ code: 'INVALID_SERVICE', what: 'service', name: service, candidates: arnForms().keys() })
  }
  if (
    region !== '' &&
    !hasWildcard(region) &&
    !regionShape.test(region) &&
    !forms.some((form) => form.region === region)
  ) {
    return { code: 'INVALID_REGION', message: `${shorten(region)} is not a Region` }
  }
  if (!isAccount(account) && !forms.some((form) => form.account === account)) {
    return { code: 'INVALID_ARN_ACCOUNT', message: `${shorten(account)} is not an account number` }
  }
  if (forms.length === 0 || text.length > longestArn) return undefined
  const fitting = forms.filter((form) => fits(form.resource, resource))
  if (fitting.length === 0) {
    return { code: 'INVALID_ARN_RESOURCE', message: `${shorten(text)} fits no type of resource of \`${service}\`` }
  }
  return fieldProblem(parts, fitting)
}

/** Whether a resource, which may hold wildcards, can be of a form; most that can't differ before the first wildcard. */
function fits(form: string, resource: string): boolean {
  if (!hasWildcard(resource)) return matchesGlob(form, resource)
  const [one, other] = [stemOf(form), stemOf(resource)]
  return (one.startsWith(other) || other.startsWith(one)) && globsOverlap(form, resource)
}

function stemOf(pattern: string): string {
  const wildcard = pattern.search(/[*?]/)
  return wildcard < 0 ? pattern : pattern.slice(0, wildcard)
}

/** A field that all fitting forms leave empty, or that all of them fill. */
function fieldProblem({ service, region, account }: Parts, forms: readonly ArnForm[]): Problem | undefined {
  if (!canBeEmpty(region) && forms.every((form) => form.region === '')) {
    return {
      code: 'ARN_REGION_NOT_ALLOWED',
      message: `an ARN of this resource has no Region, this one has ${shorten(region)}`,
    }
  }
  if (!canBeEmpty(account) && forms.every((form) => form.account === '')) {
    return {
      code: 'ARN_ACCOUNT_NOT_ALLOWED',
      message: `an ARN of this resource has no account, this one has ${shorten(account)}`,
    }
  }
  if (region === '' && forms.every((form) => form.region !== '')) {
    return { code: 'MISSING_ARN_REGION', message: 'an ARN of this resource has a Region, this one has none' }
  }
  if (account === '' && !sharedByAws.has(service) && forms.every((form) => form.account !== '')) {
    return { code: 'MISSING_ARN_ACCOUNT', message: 'an ARN of this resource has an account, this one has none' }
  }
  return undefined
}

const canBeEmpty = (field: string): boolean => /^\**$/.test(field)

/** `aws` stands for what AWS owns, such as its managed policies. */
function isAccount(account: string): boolean {
  return account === '' || account === 'aws' || hasWildcard(account) || /^[0-9]{12}$/.test(account)
}

function unknown(about: { code: CoveredCode; what: string; name: string; candidates: Iterable<string> }): Problem {
  const meant = nearest(about.name.slice(0, 100), about.candidates)
  const message = `there is no ${about.what} ${shorten(about.name)}`
  return { code: about.code, message, ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }) }
}
