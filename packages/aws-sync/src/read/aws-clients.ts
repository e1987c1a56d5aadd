import type { CloudHSMV2Client } from '@aws-sdk/client-cloudhsm-v2'
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient } from '@aws-sdk/client-iam'
import type { KMSClient } from '@aws-sdk/client-kms'
import { STSClient } from '@aws-sdk/client-sts'
import { configuredEndpoint } from './configured-endpoint.ts'
import { perRegion } from './per-region.ts'

/** The SDK clients that reading and applying need; the sandbox's are of the same type. */
export interface AwsClients {
  readonly iam: IAMClient
  readonly sts: STSClient
  /** CloudTrail of a region. The client and its code are loaded when it is first asked for. */
  readonly cloudTrail: (region: string) => Promise<CloudTrailClient>
  /** CloudHSM of a region. The client and its code are loaded when it is first asked for. */
  readonly cloudHsm: (region: string) => Promise<CloudHSMV2Client>
  /** KMS of a region, for the key stores that stand on CloudHSM clusters. The client and its code are loaded when it is first asked for. */
  readonly kms: (region: string) => Promise<KMSClient>
}

/** Where IAM and STS are asked when nothing else says a region: IAM is global, and its endpoint signs for this one. */
const HOME_REGION = 'us-east-1'

const ATTEMPTS = 6

/** An endpoint that takes a connection and never answers would be waited for without end: the SDK has no limit of its own. */
const requestHandler = { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true }

/**
 * Clients made from the SDK's own configuration alone: environment, profiles, single sign-on, `AWS_ENDPOINT_URL`.
 *
 * Throttled calls slow down and are asked again (adaptive retry mode); `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE` are respected.
 *
 * @example
 * ```ts
 * const state = await readAccount(awsClients())
 * ```
 */
export function awsClients(options: { readonly region?: string } = {}): AwsClients {
  const patience = {
    ...(process.env['AWS_RETRY_MODE'] === undefined ? { retryMode: 'adaptive' } : {}),
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: ATTEMPTS } : {}),
  }
  const settings = { region: options.region ?? configuredRegion, requestHandler, ...patience }
  const sts = new STSClient(settings)
  return {
    iam: new IAMClient(settings),
    sts,
    cloudTrail: perRegion(async (region) => {
      const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail')
      // One search for credentials serves every region: a profile may ask a person for a code each time.
      return new CloudTrailClient({ region, credentials: sts.config.credentials, requestHandler, ...patience })
    }),
    cloudHsm: perRegion(async (region) => {
      const { CloudHSMV2Client } = await import('@aws-sdk/client-cloudhsm-v2')
      const endpoint = await configuredEndpoint('CloudHSM V2')
      // Its own search for credentials is as old as it is: it gets those of the others.
      const { credentials } = sts.config
      return new CloudHSMV2Client({ region, credentials, ...patience, ...(endpoint === undefined ? {} : { endpoint }) })
    }),
    kms: perRegion(async (region) => {
      const { KMSClient } = await import('@aws-sdk/client-kms')
      return new KMSClient({ region, requestHandler, ...patience })
    }),
  }
}

/** The region of the environment or profile. The SDK rejects where there is none. */
async function configuredRegion(): Promise<string> {
  const probe = new STSClient({})
  try {
    return await probe.config.region()
  } catch {
    return HOME_REGION
  } finally {
    probe.destroy()
  }
}
