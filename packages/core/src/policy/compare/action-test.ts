import { actionsMatching } from '../match/action-patterns.ts'
import { asList } from '../as-list.ts'
import type { ActionSet } from '../../catalog/action-set.ts'
import type { Statement } from '../document.ts'
import { coversGlob, hasWildcard, matchesGlob } from '../match/glob.ts'
import { globsOverlap } from '../match/globs-overlap.ts'
import { type Language, type Pattern, readPattern } from './language.ts'

/** A pattern of an Action element: one service and a glob of names, in lower case; `*` alone has neither. */
export interface ActionPattern {
  /** As the policy writes it. */
  readonly written: string
  readonly service: string | undefined
  readonly name: string
}

/** How what a statement speaks of lies to what is asked about. */
export type Overlap = 'none' | 'part' | 'all'

/** The Action or NotAction element of a statement, ready to be held against patterns. */
export interface ActionTest {
  /** For NotAction: the patterns say what it does not speak of. */
  readonly negated: boolean
  readonly patterns: readonly ActionPattern[]
  readonly everything: boolean
  readonly byService: ReadonlyMap<string, readonly ActionPattern[]>
  /** All patterns, as `service:name` in lower case; those of one service where one is given. */
  readonly language: (service?: string) => Language
  /** The catalogue's actions that the patterns match. */
  readonly catalog: () => ActionSet
}

export function readActions(statement: Statement): ActionTest {
  const negated = statement.NotAction !== undefined
  const patterns = [...new Set(asList(negated ? statement.NotAction : statement.Action))].flatMap(readAction)
  const byService = new Map<string, ActionPattern[]>()
  for (const pattern of patterns) {
    if (pattern.service === undefined) continue
    const list = byService.get(pattern.service)
    if (list === undefined) byService.set(pattern.service, [pattern])
    else list.push(pattern)
  }
  let catalog: ActionSet | undefined
  const read = new Map<ActionPattern, Pattern>()
  const languageOf = (pattern: ActionPattern): Pattern => {
    const known = read.get(pattern) ?? actionLanguage(pattern)
    read.set(pattern, known)
    return known
  }
  return {
    negated,
    patterns,
    everything: patterns.some(({ service }) => service === undefined),
    byService,
    language: (service) =>
      (service === undefined ? patterns : (byService.get(service) ?? [])).map((pattern) => languageOf(pattern)),
    catalog: () => (catalog ??= actionsMatching(patterns.map(({ written }) => written))),
  }
}

/** What has no colon fits no action but `*`, which fits them all; a wildcard before the colon is a letter like others. */
function readAction(written: string): ActionPattern[] {
  if (/^\*+$/.test(written)) return [{ written: '*', service: undefined, name: '*' }]
  const lower = written.toLowerCase()
  const colon = lower.indexOf(':')
  if (colon < 0 || hasWildcard(lower.slice(0, colon))) return []
  return [{ written, service: lower.slice(0, colon), name: lower.slice(colon + 1) }]
}

const shape = readPattern('?*:?*', { wildcards: true, segments: true })

/** Every action: a service and a name. */
export const everyAction: Language = [shape]

export function actionLanguage({ service, name }: ActionPattern): Pattern {
  return service === undefined ? shape : readPattern(`${service}:${name}`, { wildcards: true, segments: false })
}

/** How the actions that a statement speaks of lie to those that a pattern matches: `part` also where it could be told with more work. */
export function overlapOfActions(pattern: ActionPattern, test: ActionTest): Overlap {
  const overlap = overlapOfPatterns(pattern, test)
  if (!test.negated || overlap === 'part') return overlap
  return overlap === 'all' ? 'none' : 'all'
}

function overlapOfPatterns({ service, name }: ActionPattern, test: ActionTest): Overlap {
  if (test.everything) return 'all'
  if (service === undefined) return test.patterns.length === 0 ? 'none' : 'part'
  const near = test.byService.get(service)
  if (near === undefined) return 'none'
  if (!hasWildcard(name)) return near.some((other) => matchesGlob(other.name, name)) ? 'all' : 'none'
  let overlap: Overlap = 'none'
  for (const other of near) {
    if (coversGlob(other.name, name)) return 'all'
    if (overlap === 'none' && globsOverlap(name, other.name)) overlap = 'part'
  }
  return overlap
}
