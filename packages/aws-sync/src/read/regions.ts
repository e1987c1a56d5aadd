import { RolewrightError } from '@rolewright/core'

/** Regions of a partition. */
export interface Regions {
  /** Every account has them. */
  readonly always: readonly string[]
  /** An account has them when somebody enabled them. */
  readonly optIn: readonly string[]
}

const list = (names: string): readonly string[] => names.split(/\s+/)

/**
 * The regions of a partition that are known here, as in the tables of "Enable or disable AWS Regions in your account" in the AWS Account
 * Management Reference Guide. A newer one is known when a report names it; of another partition none is.
 *
 * @example
 * ```ts
 * regionsOf('aws-cn').always // ['cn-north-1', 'cn-northwest-1']
 * ```
 */
export function regionsOf(partition: string): Regions {
  return partitions[partition] ?? { always: [], optIn: [] }
}

const partitions: Readonly<Record<string, Regions>> = {
  aws: {
    always: list(
      `ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1
      eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`,
    ),
    optIn: list(
      `af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1
      eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-west-1`,
    ),
  },
  'aws-cn': { always: ['cn-north-1', 'cn-northwest-1'], optIn: [] },
  'aws-us-gov': { always: ['us-gov-east-1', 'us-gov-west-1'], optIn: [] },
}

/** Whether a name can be a region's: it becomes part of a host's name. */
export function isRegion(name: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/.test(name)
}

/** What is no region is refused before anything is asked. */
export function requireRegion(region: string): void {
  if (isRegion(region)) return
  throw new RolewrightError({
    code: 'invalid-region',
    message: `\`${region}\` is not a region of AWS`,
    hint: 'give names such as `eu-west-1`',
  })
}
