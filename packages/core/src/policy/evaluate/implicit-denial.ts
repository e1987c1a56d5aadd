import { type Denied, nearMisses } from './near-misses.ts'
import type { Decision, NearMiss } from '../request.ts'

/**
 * The decision where nothing allows. A class, for what came closest is worked out only when somebody reads it, and a getter of its own would cost
 * each denial thirty times as much as this.
 */
export class ImplicitDenial implements Decision {
  readonly effect = 'implicit-deny' as const
  readonly because: readonly never[] = []
  readonly #denied: Denied
  #closest: readonly NearMiss[] | undefined

  constructor(denied: Denied) {
    this.#denied = denied
  }

  get closest(): readonly NearMiss[] {
    this.#closest ??= nearMisses(this.#denied)
    return this.#closest
  }

  /** JSON shows what came closest too, as of plain data. */
  toJSON(): Decision {
    return { effect: this.effect, because: this.because, closest: this.closest }
  }
}
