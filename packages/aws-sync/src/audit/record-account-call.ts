import type { History } from './open-history.ts'
import { awsError } from '../read/aws-error.ts'

/** A call of a named command that changes the account itself: who is asked, about what. No secret stands in `input`. */
export interface AccountCall {
  /** With its service: `cloudhsm:DeleteHsm`. */
  readonly operation: string
  /** For a person: `HSM hsm-… of cluster-…`. */
  readonly subject: string
  readonly input: object
}

/** Makes calls one after the other; each stands in the history before it is made and after. */
export type AccountCaller = <Answer>(call: AccountCall, send: () => Promise<Answer>) => Promise<Answer>

/**
 * Makes an {@link AccountCaller} for one task, such as `baseline --mend password-policy`: entries `account-intent` and
 * `account-outcome`, the second with the error where the call failed. The first failure is thrown as a RolewrightError.
 *
 * @example
 * ```ts
 * const call = accountCaller({ history, task: 'cloudhsm enable' })
 * await call({ operation: 'iam:CreateServiceLinkedRole', subject, input }, () => iam.send(new CreateServiceLinkedRoleCommand(input)))
 * ```
 */
export function accountCaller(run: {
  readonly history: History | undefined
  readonly task: string
  /** Comes before each call; what it throws stops the run between two calls. */
  readonly before?: () => void
}): AccountCaller {
  const { history, task, before } = run
  let number = 0
  return async ({ operation, subject, input }, send) => {
    before?.()
    const call = ++number
    await history?.append('account-intent', { task, call, operation, subject, input })
    try {
      const answer = await send()
      await history?.append('account-outcome', { task, call, operation, subject, result: 'done' })
      return answer
    } catch (error) {
      const failure = awsError(error, { operation, subject })
      const { code, message } = failure
      await history?.append('account-outcome', {
        task,
        call,
        operation,
        subject,
        result: 'failed',
        error: { code, message },
      })
      throw failure
    }
  }
}
