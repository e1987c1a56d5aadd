import { asList } from '../as-list.ts'
import { coversGlob } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { padArnPattern } from '../match/match-arn.ts'
import { parseTemplate } from '../evaluate/policy-variables.ts'
import type { Statement } from '../document.ts'
import type { Overlap } from './action-test.ts'
import { findWord, fits, type WordSearch } from './find-word.ts'
import { everyArn, type Language, type Pattern, readPattern, type Variables } from './language.ts'

/** The Resource or NotResource element of a statement. `*` fits what is no ARN too, and nothing else does. */
export interface ResourceTest {
  /** For NotResource: the patterns say what it does not speak of. */
  readonly negated: boolean
  readonly everything: boolean
  readonly language: Language
  readonly texts: ReadonlySet<string>
}

/** What a target asks about: all of a statement's resources that one pattern fits, or all that NotResource leaves. */
export type ResourceTarget =
  | { readonly kind: 'everything' }
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  | { readonly kind: 'rest'; readonly test: ResourceTest }

export function readResources(statement: Statement, variables: Variables | undefined): ResourceTest {
  const negated = statement.NotResource !== undefined
  const patterns = [...new Set(asList(negated ? statement.NotResource : statement.Resource))]
  const language = patterns
    .filter((pattern) => !isStar(pattern))
    .map((pattern) => {
      const filled = variables !== undefined && parseTemplate(pattern) !== undefined
      return readPattern(padded(pattern, filled), { variables, wildcards: true, segments: true })
    })
  return { negated, everything: patterns.some(isStar), language, texts: new Set(language.map(({ text }) => text)) }
}

const isStar = (pattern: string): boolean => /^\*+$/.test(pattern)

/** A pattern with variables is cut where they are filled in; colons inside of `${…}` don't count. */
function padded(pattern: string, filled: boolean): string {
  if (!filled) return padArnPattern(pattern)
  const colons = pattern.replaceAll(/\$\{[^}]*\}/g, '').split(':').length - 1
  return colons < 5 ? pattern + ':*'.repeat(5 - colons) : pattern
}

/** The targets that together are what a statement speaks of. */
export function resourceTargets(test: ResourceTest): ResourceTarget[] {
  if (test.negated) return test.everything ? [] : [{ kind: 'rest', test }]
  if (test.everything) return [{ kind: 'everything' }]
  return test.language.map((pattern) => ({ kind: 'pattern', pattern }))
}

/** How what a statement speaks of lies to a target: `part` also where nobody could tell. */
export function overlapOfResources(target: ResourceTarget, test: ResourceTest): Overlap {
  const overlap = overlapOfPatterns(target, test)
  if (!test.negated || overlap === 'part') return overlap
  return overlap === 'all' ? 'none' : 'all'
}

function overlapOfPatterns(target: ResourceTarget, test: ResourceTest): Overlap {
  if (test.everything) return 'all'
  if (test.language.length === 0) return 'none'
  if (target.kind === 'everything') return 'part'
  if (target.kind === 'rest') {
    const excluded = target.test.texts
    return test.language.every(({ text }) => excluded.has(text)) ? 'none' : 'part'
  }
  const { pattern } = target
  if (test.texts.has(pattern.text)) return 'all'
  const near = test.language.filter((other) => mayShare(pattern, other))
  if (near.length === 0) return 'none'
  if (near.some((other) => surelyCovers(other, pattern))) return 'all'
  const { literal } = pattern
  if (literal !== undefined) {
    if (
      fits(
        near.filter(({ hasVariable, loose }) => !hasVariable && !loose),
        literal,
      )
    )
      return 'all'
    return near.some(({ hasVariable, loose }) => hasVariable || loose) ? 'part' : 'none'
  }
  // Of patterns without variables it is known by now that they meet, and that none alone is enough.
  const plain = pattern.globs !== undefined && near.every(({ globs }) => globs !== undefined)
  if ((near.length > 1 || !plain) && findWord({ required: [[pattern]], forbidden: [near] }) === undefined) return 'all'
  return !plain && findWord({ required: [[pattern], near], forbidden: [] }) === undefined ? 'none' : 'part'
}

/** False only where no text fits both. */
function mayShare(a: Pattern, b: Pattern): boolean {
  if (!a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix)) return false
  if (a.globs === undefined || b.globs === undefined) return true
  return a.globs.every((glob, index) => globsOverlap(glob, b.globs?.[index] ?? ''))
}

/** True only where all texts that fit the inner pattern fit the outer. */
function surelyCovers({ globs: outer }: Pattern, { globs: inner }: Pattern): boolean {
  return (
    inner !== undefined && outer !== undefined && inner.every((glob, index) => coversGlob(outer[index] ?? '', glob))
  )
}

/** What the ARN of a request must and must not be in. */
export interface ResourceDemand {
  readonly target: ResourceTarget
  /** Statements whose resources it must also be among. */
  readonly within: readonly ResourceTest[]
  /** Statements whose resources it must not be among. */
  readonly outside: readonly ResourceTest[]
}

/** A demand as languages, for ARNs. Undefined where it can't be met. */
export function resourceSearch({ target, within, outside }: ResourceDemand): WordSearch | undefined {
  const required: Language[] = [[everyArn]]
  const forbidden: Language[] = []
  if (target.kind === 'pattern') required.push([target.pattern])
  const all = target.kind === 'rest' ? [target.test, ...within] : within
  for (const [test, inside] of [
    ...all.map((test) => [test, true] as const),
    ...outside.map((test) => [test, false] as const),
  ]) {
    if (inside !== test.negated) {
      if (!test.everything) required.push(test.language)
    } else if (test.everything) return undefined
    else forbidden.push(test.language)
  }
  return { required, forbidden }
}

/** Whether `*`, which stands for whatever is no ARN, meets the demand. */
export function starMeets({ target, within, outside }: ResourceDemand): boolean {
  if (target.kind === 'pattern') return false
  if (target.kind === 'rest' && target.test.everything) return false
  return within.every(speaksOfStar) && !outside.some(speaksOfStar)
}

const speaksOfStar = (test: ResourceTest): boolean => test.everything !== test.negated
