/**
 * How somebody comes to more than was granted: by changing what they themselves may do (`self`), by becoming somebody else (`principal`), by
 * handing a role to a service that then works for them (`new-use-of-role`), or by steering something that already has a role
 * (`existing-use-of-role`).
 */
export type EscalationCategory = 'self' | 'principal' | 'new-use-of-role' | 'existing-use-of-role'

/** Actions that are needed on one and the same resource. */
export interface PathStep {
  readonly actions: readonly [string, ...string[]]
  /** For `iam:PassRole`: the services that the role may be handed to, one of which is enough. */
  readonly passedTo?: readonly string[]
  /** Whether doing it to oneself gains nothing: a second access key of one's own is no escalation. */
  readonly ofOthers?: true
}

/** A publicly known way to escalate privileges. */
export interface EscalationPath {
  /** The id in the pathfinding.cloud catalogue, or `other-…` for a path that it does not list under an id of its own. */
  readonly id: string
  readonly title: string
  readonly category: EscalationCategory
  /** What somebody has afterwards. */
  readonly gains: string
  /** What must exist in the account for it to work. */
  readonly needs: string
  readonly steps: readonly PathStep[]
}

/** The actions on one resource. */
export function call(...actions: readonly [string, ...string[]]): PathStep {
  return { actions }
}

/** The actions on one user who is somebody else. */
export function callOnOthers(...actions: readonly [string, ...string[]]): PathStep {
  return { actions, ofOthers: true }
}

/** Handing a role to a service. */
export function pass(...passedTo: readonly [string, ...string[]]): PathStep {
  return { actions: ['iam:PassRole'], passedTo }
}
