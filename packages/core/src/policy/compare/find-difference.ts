import type { Evaluator } from '../evaluate/create-evaluator.ts'
import type { Request } from '../request.ts'
import { type ActionPattern, overlapOfActions } from './action-test.ts'
import { buildRequests, type Shape } from './build-request.ts'
import { type Atom, readAtoms } from './condition-atom.ts'
import { findAction } from './find-action.ts'
import { findWord, tooLong } from './find-word.ts'
import type { Demands, Ground } from './ground.ts'
import { firstVariable, type Variables } from './language.ts'
import { type ResourceDemand, type ResourceTarget, resourceSearch, starMeets } from './resource-test.ts'
import { type KeyValue, solveKey } from './solve-key.ts'
import type { StatementBox } from './statement-box.ts'

/** What is asked: is there a request that the ground speaks of, by this action and resource, and none of `outside` does? */
export interface Question {
  readonly ground: Ground
  readonly action: ActionPattern
  readonly resource: ResourceTarget
  readonly outside: readonly StatementBox[]
}

/** How an answer is confirmed. */
export interface Judges {
  /** Must allow the witness. */
  readonly allowing: Evaluator
  /** Must not. */
  readonly refusing: Evaluator
  readonly variables: Variables
  /** Counts what all searches had to heed. */
  readonly meter: { work: number }
}

/** `none` is a proof; `unknown` names the statements that stood in the way. */
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly request: Request }
  | {
      readonly kind: 'unknown'
      readonly because: 'too-many-combinations' | 'not-confirmed'
      readonly against: readonly StatementBox[]
    }

/** One way in which a request may escape a statement. */
type Escape =
  | { readonly kind: 'action'; readonly box: StatementBox }
  | { readonly kind: 'resource'; readonly box: StatementBox }
  | { readonly kind: 'condition'; readonly atom: Atom }

interface Clause {
  readonly box: StatementBox
  readonly escapes: readonly Escape[]
}

const mostSteps = 3000
/** For all statements and conditions that the steps had to heed, a search of each pattern. */
const mostWork = 200_000
const mostTries = 40
/** A search takes as long as that many looks at a pair of statements, for each that it heeds. */
const searchWork = 20
/** A search that was given up took as long as many others. */
const longSearch = 5000

/** Answers a question by going through the ways to escape each statement outside, which proves that there is none or finds a request. */
export function findDifference(question: Question, judges: Judges): Answer {
  const { ground, resource } = question
  if (!ground.isPossible) return { kind: 'none' }
  const clauses: Clause[] = []
  for (const box of question.outside) {
    const action = overlapOfActions(question.action, box.actions)
    const overlap = action === 'none' ? 'none' : ground.overlap(resource, box)
    const atoms = overlap === 'none' ? undefined : ground.waysOut(box)
    if (atoms === undefined) continue
    const escapes: Escape[] = []
    if (action === 'part') escapes.push({ kind: 'action', box })
    if (overlap === 'part') escapes.push({ kind: 'resource', box })
    escapes.push(...atoms.map((atom): Escape => ({ kind: 'condition', atom })))
    if (escapes.length === 0) return { kind: 'none' }
    clauses.push({ box, escapes })
  }
  clauses.sort((a, b) => a.escapes.length - b.escapes.length)
  return new Search(question, judges, clauses).answer(withVariables(ground.demands, resource, judges.variables))
}

/** A resource pattern fits nothing where a variable of it has no value, so each of its variables must have one. */
function withVariables(demands: Demands, resource: ResourceTarget, variables: Variables): Demands {
  if (resource.kind !== 'pattern') return demands
  const all = new Map(demands)
  for (const code of new Set(resource.pattern.source)) {
    const variable = code <= firstVariable ? variables.variableOf(code) : undefined
    if (variable === undefined || variable.fallback !== undefined) continue
    const { key } = variable
    const atoms = readAtoms({ StringLike: { [key]: '*' } }, { effect: 'Allow', variables: undefined })
    all.set(key, [...(all.get(key) ?? []), ...atoms.map((atom) => ({ atom, holds: true }))])
  }
  return all
}

/** What has been chosen so far. */
interface Choice {
  readonly outsideActions: readonly StatementBox[]
  readonly outsideResources: readonly StatementBox[]
  readonly demands: Demands
}

class Search {
  readonly #question: Question
  readonly #judges: Judges
  readonly #clauses: readonly Clause[]
  readonly #actions = new Map<string, string | undefined | typeof tooLong>()
  readonly #resources = new Map<string, boolean>()
  #steps = 0
  #tries = 0
  #work = 0
  #unconfirmed = false

  constructor(question: Question, judges: Judges, clauses: readonly Clause[]) {
    this.#question = question
    this.#judges = judges
    this.#clauses = clauses
  }

  answer(demands: Demands): Answer {
    const request = this.#go(0, { outsideActions: [], outsideResources: [], demands })
    if (request !== undefined) return { kind: 'witness', request }
    const against = this.#clauses.map(({ box }) => box)
    if (this.#isExhausted()) return { kind: 'unknown', because: 'too-many-combinations', against }
    return this.#unconfirmed ? { kind: 'unknown', because: 'not-confirmed', against } : { kind: 'none' }
  }

  #isExhausted(): boolean {
    return this.#steps > mostSteps || this.#tries > mostTries || this.#work > mostWork
  }

  #spend(heeded: number): void {
    this.#work += heeded
    this.#judges.meter.work += heeded * searchWork
  }

  #go(depth: number, choice: Choice): Request | undefined {
    this.#steps++
    if (this.#isExhausted()) return undefined
    const clause = this.#clauses[depth]
    if (clause === undefined) return this.#try(choice)
    if (clause.escapes.some((escape) => isTaken(escape, choice))) return this.#go(depth + 1, choice)
    for (const escape of clause.escapes) {
      const next = this.#take(escape, choice)
      const found = next === undefined ? undefined : this.#go(depth + 1, next)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The choice with one more escape; undefined when nothing can be all of it. */
  #take(escape: Escape, choice: Choice): Choice | undefined {
    switch (escape.kind) {
      case 'action': {
        const next = { ...choice, outsideActions: [...choice.outsideActions, escape.box] }
        this.#spend(next.outsideActions.length)
        return this.#action(next) === undefined ? undefined : next
      }
      case 'resource': {
        const next = { ...choice, outsideResources: [...choice.outsideResources, escape.box] }
        this.#spend(next.outsideResources.length)
        return this.#hasResource(next) ? next : undefined
      }
      case 'condition': {
        const { key } = escape.atom
        const group = [...(choice.demands.get(key) ?? []), { atom: escape.atom, holds: false }]
        this.#spend(group.length)
        if (solveKey(group) === undefined) return undefined
        return { ...choice, demands: new Map(choice.demands).set(key, group) }
      }
      default:
        return escape satisfies never
    }
  }

  #action({ outsideActions }: Choice): string | undefined | typeof tooLong {
    const id = idOf(outsideActions)
    if (this.#actions.has(id)) return this.#actions.get(id)
    const { action, ground } = this.#question
    const found = findAction({
      pattern: action,
      within: ground.boxes.map(({ actions }) => actions).filter((test, index) => index > 0 || test.negated),
      outside: outsideActions.map(({ actions }) => actions),
    })
    if (found === tooLong) this.#spend(longSearch)
    this.#actions.set(id, found)
    return found
  }

  #demandOf({ outsideResources }: Choice): ResourceDemand {
    const [, ...others] = this.#question.ground.boxes
    return {
      target: this.#question.resource,
      within: others.map(({ resources }) => resources),
      outside: outsideResources.map(({ resources }) => resources),
    }
  }

  #hasResource(choice: Choice): boolean {
    const id = idOf(choice.outsideResources)
    const known = this.#resources.get(id)
    if (known !== undefined) return known
    const demand = this.#demandOf(choice)
    const search = resourceSearch(demand)
    const found = starMeets(demand) || search === undefined ? undefined : findWord(search)
    if (found === tooLong) this.#spend(longSearch)
    const possible = starMeets(demand) || found !== undefined
    this.#resources.set(id, possible)
    return possible
  }

  /** All statements are escaped on paper: makes a request of it and has it judged. */
  #try(choice: Choice): Request | undefined {
    const action = this.#action(choice)
    if (action === undefined || !this.#hasResource(choice)) return undefined
    const values = new Map<string, { spelled: string; value: KeyValue }>()
    for (const [key, group] of choice.demands) {
      const value = solveKey(group)
      if (value === undefined) return undefined
      values.set(key, { spelled: group[0]?.atom.spelledKey ?? key, value })
    }
    this.#tries++
    if (action !== tooLong) {
      const { ground, outside } = this.#question
      const shape: Shape = { action, resource: this.#demandOf(choice), values, near: [...ground.boxes, ...outside] }
      for (const request of buildRequests(shape, this.#judges.variables)) if (this.#isConfirmed(request)) return request
    }
    this.#unconfirmed = true
    return undefined
  }

  #isConfirmed(request: Request): boolean {
    const { allowing, refusing } = this.#judges
    return allowing.decide(request).effect === 'allow' && refusing.decide(request).effect !== 'allow'
  }
}

function isTaken(escape: Escape, choice: Choice): boolean {
  if (escape.kind === 'action') return choice.outsideActions.includes(escape.box)
  if (escape.kind === 'resource') return choice.outsideResources.includes(escape.box)
  const group = choice.demands.get(escape.atom.key) ?? []
  return group.some(({ atom, holds }) => !holds && atom.id === escape.atom.id)
}

const idOf = (boxes: readonly StatementBox[]): string =>
  boxes.map(({ ref, effect }) => `${effect}${ref.document}.${ref.statement}`).join(' ')
