import { z } from 'zod'

/** The service-linked role of CloudHSM and where it lies. See "Service-linked roles for AWS CloudHSM". */
export const CLOUDHSM_ROLE = {
  name: 'AWSServiceRoleForCloudHSM',
  service: 'cloudhsm.amazonaws.com',
  path: '/aws-service-role/cloudhsm.amazonaws.com/',
} as const

/** The ARN of that role in an account. */
export const cloudHsmRoleArn = (accountId: string): string =>
  `arn:aws:iam::${accountId}:role${CLOUDHSM_ROLE.path}${CLOUDHSM_ROLE.name}`

/** One HSM; states as AWS names them. */
export interface HsmStatus {
  readonly id: string
  readonly zone: string
  readonly state: string
}

/** One cluster that is there; what is deleted is left out. */
export interface ClusterStatus {
  readonly id: string
  readonly region: string
  readonly state: string
  readonly hsmType: string
  /** ISO date; null where AWS does not tell. */
  readonly createdAt: string | null
  readonly hsms: readonly HsmStatus[]
  /** How many backups are ready, and when the newest of these was made. */
  readonly readyBackups: number
  readonly newestBackup: string | null
  /** Names of the key stores of KMS that stand on it. */
  readonly keyStores: readonly string[]
}

/** The service-linked role as it is. */
export interface ServiceRoleStatus {
  readonly arn: string
  readonly description: string
  readonly createdAt: string | null
  readonly lastUsed: { readonly at: string; readonly region: string } | null
}

/** CloudHSM in an account, over the regions that were asked. */
export interface CloudHsmStatus {
  readonly version: 1
  readonly accountId: string
  /** ISO date. */
  readonly at: string
  /** The regions that answered. */
  readonly regions: readonly string[]
  /** The regions that did not, with why: nothing is known of them. */
  readonly failures: readonly { readonly region: string; readonly code: string; readonly message: string }[]
  /** By region, then id. */
  readonly clusters: readonly ClusterStatus[]
  /** Null where there is none. */
  readonly role: ServiceRoleStatus | null
}

const text = z.string()
const schema: z.ZodType<CloudHsmStatus> = z.lazy(() =>
  z.object({
    version: z.literal(1),
    accountId: z.string().regex(/^\d{12}$/),
    at: z.iso.datetime(),
    regions: z.array(text),
    failures: z.array(z.object({ region: text, code: text, message: text })),
    clusters: z.array(
      z.object({
        id: text,
        region: text,
        state: text,
        hsmType: text,
        createdAt: text.nullable(),
        hsms: z.array(z.object({ id: text, zone: text, state: text })),
        readyBackups: z.number().int().min(0),
        newestBackup: text.nullable(),
        keyStores: z.array(text),
      }),
    ),
    role: z
      .object({
        arn: text,
        description: text,
        createdAt: text.nullable(),
        lastUsed: z.object({ at: text, region: text }).nullable(),
      })
      .nullable(),
  }),
)

/** The status in an entry of kind `cloudhsm`; undefined for what is none, such as an entry of `enable`. */
export function parseCloudHsmStatus(data: unknown): CloudHsmStatus | undefined {
  const parsed = schema.safeParse(typeof data === 'object' && data !== null ? Reflect.get(data, 'status') : undefined)
  return parsed.success ? parsed.data : undefined
}
