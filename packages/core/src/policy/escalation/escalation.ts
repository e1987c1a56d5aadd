import type { StatementRef } from '../request.ts'
import type { EscalationCategory } from './escalation-path.ts'

/** One thing to do on the way, and what opens it. */
export interface EscalationStep {
  readonly action: string
  /** For `iam:PassRole`: the service that the role is handed to. */
  readonly passedTo?: string
  /** A resource on which it is allowed, made up from the policies' patterns. */
  readonly resource: string
  /** The statements that allow it. */
  readonly statements: readonly StatementRef[]
  /** What narrows it, one line each; empty when it is allowed on everything and always. */
  readonly limits: readonly string[]
}

/** A way in which somebody could come to more than was granted. */
export interface Escalation {
  /** The path's id, as in the pathfinding.cloud catalogue where that lists it. */
  readonly id: string
  readonly title: string
  readonly category: EscalationCategory
  /** What somebody has afterwards. */
  readonly gains: string
  /** What must exist in the account for it to work, which the policies don't tell. */
  readonly needs: string
  /** Whether a step holds only on some resources, or under a condition: then it depends on these whether there is a path. */
  readonly conditional: boolean
  readonly steps: readonly EscalationStep[]
  /** All statements that open it, sorted, each once. */
  readonly statements: readonly StatementRef[]
}
