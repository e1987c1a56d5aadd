import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'

/** The SDK clients that reading and applying need; the sandbox's are of the same type. */
export interface AwsClients {
  readonly iam: IAMClient
  readonly sts: STSClient
}

/** Where IAM and STS are asked when nothing else says a region: IAM is global, and its endpoint signs for this one. */
const HOME_REGION = 'us-east-1'

const ATTEMPTS = 6

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
  const settings = {
    region: options.region ?? configuredRegion,
    ...(process.env['AWS_RETRY_MODE'] === undefined ? { retryMode: 'adaptive' } : {}),
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: ATTEMPTS } : {}),
  }
  return { iam: new IAMClient(settings), sts: new STSClient(settings) }
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
