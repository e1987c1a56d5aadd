import { actingPrincipal } from './acting-principal.ts'
import { authorize } from './authorize.ts'
import { AwsError } from './aws-error.ts'
import { callerOf } from './caller.ts'
import type { Call, Operation } from './operation.ts'
import { recordCall, recordKeyUse } from './record-use.ts'
import { requestedResource } from './requested-resource.ts'
import type { Account } from './state/account.ts'
import { callRecord } from './trail/call-record.ts'
import type { CloudTrailRecord } from './trail/cloud-trail-record.ts'
import { identityOfCaller } from './trail/user-identity.ts'
import type { ServiceId } from './wire/services.ts'
import type { Signer } from './wire/signer.ts'

/** What came of a call. A refusal is a value: that it was tried stays on record, while all else is taken back. */
export type Outcome = { readonly output: unknown } | { readonly refusal: AwsError }

/** One call, read and ready. */
export interface ReadyCall extends Omit<AskedCall, 'readInput'> {
  readonly input: object
}

/** One call as it came. */
export interface AskedCall {
  readonly service: ServiceId
  readonly operation: Operation
  /** Throws {@link AwsError} that tells what is wrong with the input. */
  readonly readInput: () => object
  readonly signer: Signer
  readonly now: Date
  readonly userAgent: string
  readonly events: Call['events']
}

/** What came of a call, and what it leaves in the account's event history. */
export interface Performed {
  readonly outcome: Outcome
  readonly record: CloudTrailRecord
}

/**
 * Makes one call as whoever signed it.
 *
 * @throws {AwsError} for a key that opens nothing, and then for an input that is wrong; neither is on record.
 */
export function performOperation(account: Account, asked: AskedCall): Performed {
  const { service, operation, signer, now, events } = asked
  const { accountId } = account.settings.get()
  const caller = callerOf(account, signer.accessKeyId, now)
  const input = asked.readInput()
  const ready = { ...asked, input }
  const identity = identityOfCaller(account, caller, signer.accessKeyId)
  const region = regionOf(service, signer)
  const call = { accountId, now, caller, region, events }
  const principal = actingPrincipal(account, caller)
  const action = `${service}:${operation.name}`
  const resource = requestedResource(account, action, { input, caller, region })
  const outcome = attempt(account, () => {
    if (principal !== undefined) authorize({ account, principal, action, resource, input, call })
    return operation.run(account, input, call)
  })
  if (principal !== undefined) {
    recordCall(account, { entity: principal.id, action, resource: resource.arn, at: now.toISOString(), region })
  }
  recordKeyUse(account, caller, { at: now, service, region })
  return { outcome, record: callRecord({ ready, accountId, identity, outcome }) }
}

/** IAM answers everywhere from one region. */
const regionOf = (service: ServiceId, signer: Signer): string =>
  service === 'iam' || signer.region === '' ? 'us-east-1' : signer.region

function attempt(account: Account, work: () => unknown): Outcome {
  try {
    return { output: work() }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    account.journal.rollBack()
    return { refusal: error }
  }
}
