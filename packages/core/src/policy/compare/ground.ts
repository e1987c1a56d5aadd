import type { Overlap } from './action-test.ts'
import type { Atom } from './condition-atom.ts'
import { overlapOfResources, type ResourceTarget } from './resource-test.ts'
import { type Demand, solveKey } from './solve-key.ts'
import type { StatementBox } from './statement-box.ts'

/** What a request's context must be like, by key in lower case. */
export type Demands = ReadonlyMap<string, readonly Demand[]>

/**
 * The requests that some statements all speak of, and how others lie to them. The first statement gives the actions and resources that are asked
 * about one by one.
 */
export class Ground {
  readonly boxes: readonly StatementBox[]
  readonly demands: Demands
  /** Whether any context meets all conditions. */
  readonly isPossible: boolean
  readonly #waysOut = new Map<StatementBox, readonly Atom[] | undefined>()
  readonly #overlaps = new Map<ResourceTarget, Map<StatementBox, Overlap>>()

  constructor(boxes: readonly StatementBox[]) {
    this.boxes = boxes
    this.demands = groupByKey(boxes.flatMap(({ atoms }) => atoms.map((atom) => ({ atom, holds: true }))))
    this.isPossible = [...this.demands.values()].every((group) => solveKey(group) !== undefined)
  }

  /** The conditions of a statement that a request here may fail; undefined when every request here fails them. */
  waysOut(box: StatementBox): readonly Atom[] | undefined {
    if (this.#waysOut.has(box)) return this.#waysOut.get(box)
    const found = this.#findWaysOut(box)
    this.#waysOut.set(box, found)
    return found
  }

  #findWaysOut(box: StatementBox): readonly Atom[] | undefined {
    const open = box.atoms.filter(({ id }) => !this.boxes.some(({ atomIds }) => atomIds.has(id)))
    for (const [key, group] of groupByKey(open.map((atom) => ({ atom, holds: true })))) {
      if (solveKey([...(this.demands.get(key) ?? []), ...group]) === undefined) return undefined
    }
    return open.filter(
      (atom) => solveKey([...(this.demands.get(atom.key) ?? []), { atom, holds: false }]) !== undefined,
    )
  }

  /** How the resources of a statement lie to a target. */
  overlap(target: ResourceTarget, box: StatementBox): Overlap {
    let known = this.#overlaps.get(target)
    if (known === undefined) {
      known = new Map()
      this.#overlaps.set(target, known)
    }
    const overlap = known.get(box) ?? overlapOfResources(target, box.resources)
    known.set(box, overlap)
    return overlap
  }
}

function groupByKey(demands: readonly Demand[]): Map<string, Demand[]> {
  const groups = new Map<string, Demand[]>()
  for (const demand of demands) {
    const group = groups.get(demand.atom.key)
    if (group === undefined) groups.set(demand.atom.key, [demand])
    else group.push(demand)
  }
  return groups
}
