import { CloudHSMV2Client } from '@aws-sdk/client-cloudhsm-v2'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { STSClient } from '@aws-sdk/client-sts'
import type { AwsClients } from './aws-clients.ts'
import { perRegion } from './per-region.ts'

/** The SDK's real clients for an endpoint, asking once unless `settings` say otherwise. */
export function clientsAt(
  endpoint: string,
  settings: Pick<IAMClientConfig, 'maxAttempts' | 'retryMode' | 'retryStrategy'> = {},
): AwsClients & { readonly destroy: () => void } {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a-very-secret-key' }
  const shared = { endpoint, credentials, maxAttempts: 1, ...settings }
  const home = { ...shared, region: 'us-east-1' }
  const made: { destroy: () => void }[] = []
  const keep = <T extends { destroy: () => void }>(client: T): T => {
    made.push(client)
    return client
  }
  const { retryStrategy: _, ...forOldClient } = shared
  return {
    iam: keep(new IAMClient(home)),
    sts: keep(new STSClient(home)),
    cloudTrail: perRegion((region) => Promise.resolve(keep(new CloudTrailClient({ ...shared, region })))),
    cloudHsm: perRegion((region) => Promise.resolve(keep(new CloudHSMV2Client({ ...forOldClient, region })))),
    kms: perRegion((region) => Promise.resolve(keep(new KMSClient({ ...shared, region })))),
    destroy: () => {
      for (const client of made) client.destroy()
    },
  }
}
