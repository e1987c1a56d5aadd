import type { AuditEntry, JsonValue } from '@rolewright/core'
import { field, listField, textField } from './entry-fields.ts'
import { kindWord } from './kind-words.ts'
import { type ShownDate, showMoment } from './format-date.ts'
import { jsonDiff, type JsonLine } from './json-lines.ts'
import type { Run } from './runs.ts'
import { nameOf, type Names, type Thing, touchesOf } from './touches.ts'
import { whoOf } from './who-of.ts'

/** What one run did to one thing. */
export interface StoryItem {
  readonly at: ShownDate
  readonly href: string
  readonly account: string
  readonly who: string
  readonly kind: AuditEntry['kind']
  readonly word: string
  readonly lines: readonly string[]
  readonly moreLines: number
  readonly gained: readonly string[]
  readonly moreGained: number
  readonly lost: readonly string[]
  readonly moreLost: number
  /** Of a policy: how its document changed, where the run wrote one. */
  readonly diff: readonly JsonLine[]
}

/** What the history holds of things. */
export interface Stories {
  /** Newest first. */
  readonly of: ReadonlyMap<Thing, readonly StoryItem[]>
  /** What each run touched. */
  readonly touched: ReadonlyMap<Run, readonly Thing[]>
  /** How each run changed the documents of policies. */
  readonly diffs: ReadonlyMap<Run, ReadonlyMap<Thing, readonly JsonLine[]>>
}

const LINES = 6
const ACTIONS = 8
/** So many runs of one thing stand on its page; the history itself has all. */
const ITEMS = 25
// A diff of more lines says less than the two documents do.
const DIFF_LINES = 400

/** Sorts what happened by what it happened to. `runs` are newest first. */
export function storiesOf(runs: readonly Run[], names: Names): Stories {
  const documents = documentChanges(runs)
  const stories = new Map<Thing, StoryItem[]>()
  const touched = new Map<Run, readonly Thing[]>()
  for (const run of runs) {
    const lines = new Map<Thing, string[]>()
    const access = new Map<Thing, JsonValue>()
    for (const entry of run.entries) {
      for (const { thing, line } of touchesOf(entry, names)) {
        const known = lines.get(thing)
        if (known === undefined) lines.set(thing, [line])
        else known.push(line)
      }
      if (entry.kind !== 'planned') continue
      for (const one of listField(entry.data, 'access')) {
        const thing = principalThing(one)
        if (thing !== undefined) access.set(thing, one)
      }
    }
    const things = [...new Set([...lines.keys(), ...access.keys()])]
    touched.set(run, things)
    for (const thing of things) {
      const items = stories.get(thing) ?? []
      stories.set(thing, items)
      if (items.length >= ITEMS) continue
      items.push(
        itemOf(run, { lines: lines.get(thing) ?? [], access: access.get(thing), diff: documents.get(run)?.get(thing) }),
      )
    }
  }
  return { of: stories, touched, diffs: documents }
}

function principalThing(access: JsonValue): Thing | undefined {
  const kind = textField(field(access, 'principal'), 'kind')
  const name = textField(field(access, 'principal'), 'name')
  return (kind === 'group' || kind === 'user') && name !== '' ? `${kind} ${name}` : undefined
}

function itemOf(
  run: Run,
  given: {
    readonly lines: readonly string[]
    readonly access: JsonValue | undefined
    readonly diff: readonly JsonLine[] | undefined
  },
): StoryItem {
  const kind = kindOf(run)
  const gained = actionsOf(given.access, 'gained')
  const lost = actionsOf(given.access, 'lost')
  return {
    at: showMoment(run.entries[0].at),
    href: run.href,
    account: run.account,
    who: whoOf(run.entries[0]),
    kind,
    word: kindWord(kind),
    lines: given.lines.slice(0, LINES),
    moreLines: Math.max(0, given.lines.length - LINES),
    gained: gained.slice(0, ACTIONS),
    moreGained: Math.max(0, gained.length - ACTIONS),
    lost: lost.slice(0, ACTIONS),
    moreLost: Math.max(0, lost.length - ACTIONS),
    diff: given.diff ?? [],
  }
}

function kindOf({ entries }: Run): AuditEntry['kind'] {
  const last = entries.findLast(({ kind }) => kind !== 'intent' && kind !== 'outcome')
  return last?.kind === 'planned' ? 'failed' : (last?.kind ?? 'run')
}

/** The actions that an access change names on one side; from its examples where it has no list. */
export function actionsOf(access: JsonValue | undefined, side: 'gained' | 'lost'): readonly string[] {
  const actions = listField(access, `${side}Actions`).filter((action) => typeof action === 'string')
  if (actions.length > 0) return actions
  const examples = listField(access, side).map((request) => textField(request, 'action'))
  return [...new Set(examples)].filter((action) => action !== '')
}

/** Of each run the documents that it wrote, held against those that an earlier run wrote into the same account. */
function documentChanges(runs: readonly Run[]): ReadonlyMap<Run, ReadonlyMap<Thing, readonly JsonLine[]>> {
  const before = new Map<string, unknown>()
  return new Map(
    runs.toReversed().map((run) => {
      const changes = new Map<Thing, readonly JsonLine[]>()
      for (const { kind, data } of run.entries) {
        if (kind !== 'intent' || !/:CreatePolicy(?:Version)?$/.test(textField(data, 'operation'))) continue
        const input = field(data, 'input')
        const name = textField(input, 'PolicyName') || nameOf(textField(input, 'PolicyArn'))
        const document = parsed(textField(input, 'PolicyDocument'))
        if (name === '' || document === undefined) continue
        const key = `${run.account} ${name}`
        const diff = before.has(key) ? jsonDiff(before.get(key), document) : []
        before.set(key, document)
        changes.set(`policy ${name}`, diff.length > DIFF_LINES ? [] : diff)
      }
      return [run, changes]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
