import { findAction } from '../../catalog/catalog.ts'
import { asList } from '../as-list.ts'
import { commonText, textOf } from '../common-text.ts'
import type { Statement } from '../document.ts'
import { matchesGlob } from '../glob.ts'
import { padArnPattern, splitSegments } from '../match-arn.ts'

/** A resource to ask about. `general` when nothing but its account and Region comes from the policies: what is allowed on it is allowed on all. */
export interface Sample {
  readonly resource: string
  readonly general: boolean
}

/** ARN segments from the partition on, where a policy leaves them open. */
const usual = ['arn', 'aws', '', 'us-east-1', '111122223333']

/** The ARN patterns of what the actions act on together, variables as `*`; `*` for actions without a resource. */
export function resourcePatterns(actions: readonly string[]): readonly string[] {
  const [first = [], ...others] = actions.map((action) => {
    const resources = findAction(action)?.resources ?? []
    const required = resources.filter((resource) => resource.required)
    return (required.length > 0 ? required : resources).flatMap(({ type }) => type.arns)
  })
  const shared = first.filter((arn) => others.every((arns) => arns.includes(arn)))
  return shared.length === 0 ? ['*'] : shared.map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, '*'))
}

/**
 * Resources that the patterns of the statements tell apart: for each target a general one, one for each pattern that is allowed, and one for each pair
 * of a pattern that is allowed and one that limits it (of a boundary, or an exception from a denial).
 */
export function sampleResources(
  targets: readonly string[],
  patterns: { readonly allowed: readonly string[]; readonly limiting: readonly string[] },
): readonly Sample[] {
  const samples = new Map<string, Sample>()
  const add = (segments: readonly string[] | undefined, general: boolean): void => {
    if (segments === undefined) return
    const resource = segments.join(':')
    if (general || !samples.has(resource)) samples.set(resource, { resource, general })
  }
  for (const target of targets) {
    if (target === '*') {
      samples.set('*', { resource: '*', general: true })
      continue
    }
    const wanted = splitSegments(target)
    add(fill(wanted, []), true)
    for (const allowed of patterns.allowed) {
      add(fill(wanted, [general(allowed)]), true)
      add(fill(wanted, [allowed]), false)
      for (const limit of patterns.limiting) {
        add(fill(wanted, [general(allowed), general(limit)]), true)
        add(fill(wanted, [allowed, limit]), false)
      }
    }
  }
  return [...samples.values()]
}

/** The pattern with its last segment open. */
function general(pattern: string): string {
  const segments = splitSegments(padArnPattern(pattern))
  return [...segments.slice(0, 5), '*'].join(':')
}

/** An ARN that fits the target and all the patterns, segment by segment; undefined where there is none. */
function fill(target: readonly string[], patterns: readonly string[]): readonly string[] | undefined {
  const split = patterns.map((pattern) => splitSegments(padArnPattern(pattern === '*' ? 'arn:*' : pattern)))
  const filled: string[] = []
  for (const [index, wanted] of target.entries()) {
    const text = fillSegment(
      [wanted, ...split.map((segments) => segments[index] ?? '*')].filter((segment) => !/^\*+$/.test(segment)),
      usual[index],
    )
    if (text === undefined) return undefined
    filled.push(text)
  }
  return filled
}

/** A text that fits all the patterns: one that two of them share, if the others take it too. */
function fillSegment(patterns: readonly string[], open: string | undefined): string | undefined {
  const [first, ...rest] = patterns
  if (first === undefined) return open ?? textOf('*')
  if (rest.length === 0) return textOf(first)
  for (const [index, one] of patterns.entries()) {
    for (const other of patterns.slice(index + 1)) {
      const text = commonText(one, other)
      if (text !== undefined && patterns.every((pattern) => matchesGlob(pattern, text))) return text
    }
  }
  return undefined
}

const variable = /\$\{([^}]*)\}/g

/** What the names in a policy's variables stand for when somebody asks about themselves. */
export const selfName = 'rolewright-self'

/** A value for each policy variable, so that patterns with variables match the samples made from them. */
export function variableValues(statements: readonly Statement[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { Resource, NotResource } of statements) {
    for (const text of [...asList(Resource), ...asList(NotResource)]) {
      for (const [, inside = ''] of text.matchAll(variable)) {
        const key = inside.split(',')[0]?.trim().toLowerCase() ?? ''
        if (key !== '' && !['*', '?', '$'].includes(key)) values[key] = valueOf(key)
      }
    }
  }
  return values
}

function valueOf(key: string): string {
  if (key.endsWith('account')) return usual[4] ?? ''
  return key === 'aws:requestedregion' ? (usual[3] ?? '') : selfName
}

/** A pattern with its variables filled in. */
export function fillVariables(pattern: string): string {
  return pattern.replaceAll(variable, (_, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') return 'x'
    return valueOf((inside.split(',')[0] ?? '').trim().toLowerCase())
  })
}
