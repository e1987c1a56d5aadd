import { GetCallerIdentity$, type GetCallerIdentityRequest, type GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import { callerArn, callerId } from '../caller.ts'
import { reading, type QueryOperation } from '../operation.ts'

const getCallerIdentity = reading<GetCallerIdentityRequest, GetCallerIdentityResponse>(
  GetCallerIdentity$,
  (account, _input, { accountId, caller }) => ({
    UserId: callerId(caller),
    Account: accountId,
    Arn: callerArn(account, caller),
  }),
)

export const callerIdentityOperations: readonly QueryOperation[] = [getCallerIdentity]
