import { asList } from '../as-list.ts'
import { canonicalPolicy } from '../print/canonical-policy.ts'
import { type ActionPattern, overlapOfActions } from './action-test.ts'
import { type Answer, findDifference, type Judges } from './find-difference.ts'
import { Ground } from './ground.ts'
import { Variables } from './language.ts'
import { resourceTargets } from './resource-test.ts'
import { readBoxes, type StatementBox } from './statement-box.ts'
import { createEvaluator, type Evaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../document.ts'
import { refuseMalformed } from '../parse/refuse-malformed.ts'
import type { Request, StatementRef } from '../request.ts'

/** Statements of which the comparison could not tell whether one allows what the others don't. */
export interface UndecidedPair {
  /** Which list a request would stand in, if there is one. */
  readonly direction: 'gained' | 'lost'
  /** The statement that may allow more, on its side: of `after` for what is gained, of `before` for what is lost. */
  readonly statement: StatementRef
  /** The action pattern of it that could not be decided. */
  readonly action: string
  /** The allows of the other side and the denies of its own that were held against it; of the other side's denies, the one in question. */
  readonly against: readonly StatementRef[]
  /** More combinations of conditions and resources than are worth trying, or a difference on paper that no request confirmed. */
  readonly because: 'too-many-combinations' | 'not-confirmed'
}

/** What a change of policies means. */
export interface PolicyComparison {
  /**
   * Of `after`, as against `before`: allows the same, less, more, or partly less and partly more. Also `different` when it could not be
   * decided; `undecided` is there then.
   */
  readonly relation: 'equal' | 'narrower' | 'wider' | 'different'
  /** Requests that `before` refuses and `after` allows; one for each action pattern that gains, at most 100. */
  readonly gained: readonly Request[]
  /** Requests that `before` allows and `after` refuses; one for each action pattern that loses, at most 100. */
  readonly lost: readonly Request[]
  /** Only where it keeps the relation from being known. */
  readonly undecided?: readonly UndecidedPair[]
}

/**
 * Whether `after` allows anything that `before` did not, and the other way round, over all requests there can be: every action, those that AWS may add
 * included, every resource and every context. Several documents are all of one principal.
 *
 * `equal`, `narrower` and `wider` are proofs; each request in `gained` and `lost` is confirmed by the evaluator. Where the comparison can't
 * decide it says `different` and names the statements in `undecided`. Since a wildcard matches what AWS adds later, `s3:Get*` is wider than
 * the list of all its actions of today.
 *
 * @throws PolicyError for a statement with a principal, or a condition operator that IAM doesn't know.
 *
 * @example
 * ```ts
 * comparePolicies(
 *   { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bills/*' } },
 *   { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bills/2026/*' } },
 * ).relation // 'narrower'
 * ```
 */
export function comparePolicies(
  before: PolicyDocument | readonly PolicyDocument[],
  after: PolicyDocument | readonly PolicyDocument[],
): PolicyComparison {
  const variables = new Variables()
  const old = sideOf(asList(before), variables)
  const young = sideOf(asList(after), variables)
  if (old.text === young.text) return { relation: 'equal', gained: [], lost: [] }
  const gain = difference({ from: young, to: old, variables, direction: 'gained' })
  const loss = difference({ from: old, to: young, variables, direction: 'lost' })
  const result = { gained: gain.requests, lost: loss.requests }
  const mayGain = gain.requests.length > 0
  const mayLose = loss.requests.length > 0
  // A request found settles its direction, whatever else could not be told.
  const undecided = [...(mayGain ? [] : gain.undecided), ...(mayLose ? [] : loss.undecided)]
  if (undecided.length > 0) return { relation: 'different', ...result, undecided }
  return { relation: mayGain ? (mayLose ? 'different' : 'wider') : mayLose ? 'narrower' : 'equal', ...result }
}

/** All documents of one side, ready. */
interface Side {
  readonly text: string
  readonly allows: readonly StatementBox[]
  readonly denies: readonly StatementBox[]
  readonly evaluator: Evaluator
}

function sideOf(documents: readonly PolicyDocument[], variables: Variables): Side {
  return refuseMalformed(documents, () => {
    const boxes = readBoxes(documents, variables)
    return {
      text: JSON.stringify(documents.map(canonicalPolicy)),
      allows: boxes.filter(({ effect }) => effect === 'Allow'),
      denies: boxes.filter(({ effect }) => effect === 'Deny'),
      evaluator: createEvaluator(documents),
    }
  })
}

interface Direction {
  readonly from: Side
  readonly to: Side
  readonly variables: Variables
  readonly direction: 'gained' | 'lost'
}

interface Difference {
  readonly requests: readonly Request[]
  readonly undecided: readonly UndecidedPair[]
}

const mostRequests = 100

/** Pairs of statements held against each other, by action and resource, and what their searches had to heed; thousands of statements would take hours. */
const mostWork = 2_000_000
/** Holding conditions against each other takes as long as that many pairs without. */
const conditionWork = 20

/**
 * Requests that `from` allows and `to` does not: outside its allows, or inside one of its denies. An allow that `to` has too, word for word, loses
 * nothing but to denies, and a deny that `from` has too takes nothing.
 */
function difference({ from, to, variables, direction }: Direction): Difference {
  const meter = { work: 0 }
  const judges: Judges = { allowing: from.evaluator, refusing: to.evaluator, variables, meter }
  const requests = new Map<string, Request>()
  const undecided: UndecidedPair[] = []
  const alsoAllowed = new Set(to.allows.map(({ text }) => text))
  const alsoDenied = new Set(from.denies.map(({ text }) => text))
  const newDenies = to.denies.filter(({ text }) => !alsoDenied.has(text))
  const refused = [...from.denies, ...to.allows]
  const result = (): Difference => ({ requests: [...requests.values()], undecided })
  let work = 0
  for (const allow of from.allows) {
    const grounds = [
      ...(alsoAllowed.has(allow.text) ? [] : [{ others: [], outside: refused }]),
      ...newDenies.map((deny) => ({ others: [deny], outside: from.denies })),
    ]
    for (const { others, outside } of grounds) {
      const ground = new Ground([allow, ...others])
      const asker = new Asker(ground, outside, judges)
      for (const action of actionsOf(allow)) {
        if (requests.size >= mostRequests) return result()
        const exhausted: Answer = { kind: 'unknown', because: 'too-many-combinations', against: outside }
        const answer = work + meter.work > mostWork ? exhausted : asker.ask(action)
        work += asker.takeWork()
        if (answer.kind === 'witness') requests.set(JSON.stringify(answer.request), answer.request)
        if (answer.kind !== 'unknown') continue
        const against = [...ground.boxes.slice(1), ...answer.against].map(({ ref }) => ref)
        undecided.push({ direction, statement: allow.ref, action: action.written, against, because: answer.because })
        // What is left is not looked at, so that one pair stands for all.
        if (answer === exhausted) return result()
      }
    }
  }
  return result()
}

const everyAction: ActionPattern = { written: '*', service: undefined, name: '*' }

function actionsOf({ actions }: StatementBox): readonly ActionPattern[] {
  if (actions.negated) return actions.everything ? [] : [everyAction]
  return actions.everything ? [everyAction] : actions.patterns
}

/** A statement outside, and which one it is. */
interface Place {
  readonly box: StatementBox
  readonly index: number
}

/** Asks about one action pattern after the other; patterns that lie alike to all statements have the same answer. */
class Asker {
  readonly #ground: Ground
  readonly #outside: readonly Place[]
  readonly #byService = new Map<string, readonly Place[]>()
  readonly #judges: Judges
  readonly #targets
  readonly #answers = new Map<string, Answer>()
  #work = 0

  constructor(ground: Ground, outside: readonly StatementBox[], judges: Judges) {
    this.#ground = ground
    this.#outside = outside.map((box, index) => ({ box, index }))
    this.#judges = judges
    this.#targets = ground.boxes[0] === undefined ? [] : resourceTargets(ground.boxes[0].resources)
  }

  /** How many statements were looked at since the last time. */
  takeWork(): number {
    const work = this.#work
    this.#work = 0
    return work
  }

  ask(action: ActionPattern): Answer {
    const [, ...others] = this.#ground.boxes
    const inner = new Set(others.map(({ actions }) => overlapOfActions(action, actions)))
    if (inner.has('none')) return { kind: 'none' }
    const around = this.#around(action)
    this.#work += 1 + around.length
    const overlaps = around.map((place) => ({
      ...place,
      overlap: overlapOfActions(action, place.box.actions),
    }))
    const near = overlaps.filter(({ overlap }) => overlap !== 'none')
    const alike = !inner.has('part') && near.every(({ overlap }) => overlap === 'all')
    const key = near.map(({ index }) => index).join(' ')
    const known = alike ? this.#answers.get(key) : undefined
    if (known !== undefined && known.kind !== 'witness') return known
    const answer = this.#answer(
      action,
      near.map(({ box }) => box),
    )
    if (alike) this.#answers.set(key, answer)
    return answer
  }

  /** The statements outside that may speak of the action's service, in their order. */
  #around({ service }: ActionPattern): readonly Place[] {
    if (service === undefined) return this.#outside
    const known = this.#byService.get(service)
    if (known !== undefined) return known
    const found = this.#outside.filter(({ box: { actions } }) => {
      return actions.negated || actions.everything || actions.byService.has(service)
    })
    this.#byService.set(service, found)
    return found
  }

  #answer(action: ActionPattern, outside: readonly StatementBox[]): Answer {
    let unknown: Answer | undefined
    const cost = outside.reduce((sum, { atoms }) => sum + (atoms.length > 0 ? conditionWork : 1), 0)
    for (const resource of this.#targets) {
      this.#work += cost
      const answer = findDifference({ ground: this.#ground, action, resource, outside }, this.#judges)
      if (answer.kind === 'witness') return answer
      if (answer.kind === 'unknown') unknown = answer
    }
    return unknown ?? { kind: 'none' }
  }
}
