import { type Change, RolewrightError, subjectOf } from '@rolewright/core'

const GO_ON = 'run apply again, it goes on from there'

/** Why applying stopped, and how far it came. The code is that of the failure behind it, which is also the `cause`. */
export class ApplyError extends RolewrightError {
  /** Where it stopped. */
  readonly change: Change
  readonly done: readonly Change[]
  readonly notDone: readonly Change[]

  constructor(problem: {
    failure: RolewrightError
    change: Change
    done: readonly Change[]
    notDone: readonly Change[]
  }) {
    const { failure, change, done, notDone } = problem
    const total = done.length + notDone.length
    super({
      code: failure.code,
      message: `stopped at ${subjectOf(change)}, with ${done.length} of ${total} changes done: ${failure.message}`,
      hint:
        failure.code === 'interrupted'
          ? GO_ON
          : `${failure.hint === undefined ? 'mend the cause' : failure.hint}; then ${GO_ON}`,
      cause: failure,
    })
    this.name = 'ApplyError'
    this.change = change
    this.done = done
    this.notDone = notDone
  }
}
