import { findAction } from '../../catalog/catalog.ts'
import { commonText, textOf } from '../match/common-text.ts'
import { matchesGlob } from '../match/glob.ts'
import { padArnPattern, splitSegments } from '../match/match-arn.ts'

/** A resource to ask about. `general` when nothing but its account and Region comes from the policies: what is allowed on it is allowed on all. */
export interface Sample {
  readonly resource: string
  readonly general: boolean
}

/** The account that is asked about where the policies don't name one. */
export const account = '111122223333'

/** What stands where a policy leaves an ARN open. A denial that happens to cover the one is unlikely to cover the other. */
interface Filling {
  readonly segments: readonly string[]
  readonly filler: string
}

const fillings: readonly Filling[] = [
  { segments: ['arn', 'aws', '', 'us-east-1', account], filler: 'rolewright-example' },
  { segments: ['arn', 'aws', '', 'eu-central-2', account], filler: '7' },
]

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
    for (const filling of fillings) {
      const fill = filler(splitSegments(target), filling)
      add(fill([]), true)
      for (const allowed of patterns.allowed) {
        add(fill([general(allowed)]), true)
        add(fill([allowed]), false)
        for (const limit of patterns.limiting) {
          add(fill([general(allowed), general(limit)]), true)
          add(fill([allowed, limit]), false)
        }
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

type Fill = (patterns: readonly string[]) => readonly string[] | undefined

/** Gives an ARN that fits the target and all the patterns, segment by segment; undefined where there is none. */
function filler(target: readonly string[], filling: Filling): Fill {
  return (patterns) => {
    const split = patterns.map((pattern) => splitSegments(padArnPattern(pattern === '*' ? 'arn:*' : pattern)))
    const filled: string[] = []
    for (const [index, wanted] of target.entries()) {
      const segments = [wanted, ...split.map((one) => one[index] ?? '*')].filter((segment) => !/^\*+$/.test(segment))
      const text = segments.length === 0 ? filling.segments[index] : fillSegment(segments, filling.filler)
      if (text === undefined && segments.length > 0) return undefined
      filled.push(text ?? filling.filler)
    }
    return filled
  }
}

/** A text that fits all the patterns: one that two of them share, if the others take it too. */
function fillSegment(patterns: readonly string[], filler: string): string | undefined {
  const [first = '', ...rest] = patterns
  if (rest.length === 0) return textOf(first, filler)
  for (const [index, one] of patterns.entries()) {
    for (const other of patterns.slice(index + 1)) {
      const text = commonText(one, other, filler)
      if (text !== undefined && patterns.every((pattern) => matchesGlob(pattern, text))) return text
    }
  }
  return undefined
}
