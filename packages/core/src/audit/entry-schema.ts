import { z } from 'zod'
import type { AuditEntry, AuditKind, JsonValue } from './audit-entry.ts'

const KINDS = [
  'run',
  'planned',
  'intent',
  'outcome',
  'applied',
  'failed',
  'drift',
  'review',
  'decision',
  'patched',
  'campaign',
  'sign-off',
  'restored',
  'person-intent',
  'person-outcome',
  'onboarding',
  'onboarded',
  'offboarding',
  'offboarded',
  'granted',
  'grant-ended',
  'key-rotation',
  'credential-review',
  'account-intent',
  'account-outcome',
  'baseline',
  'mended',
  'bootstrap',
  'cloudhsm',
  'recovered',
] as const satisfies readonly AuditKind[]

const hash = (): z.ZodString => z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
const json = (): z.ZodType<JsonValue> => z.json()

/** What one line of the history must hold; fields that it does not know are refused, since nothing would show them. */
export const auditEntrySchema: z.ZodType<AuditEntry> = z.lazy(() =>
  z.strictObject({
    version: z.literal(1),
    id: z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'expected a ULID'),
    at: z.iso.datetime(),
    by: z.strictObject({ arn: z.string(), git: z.string().exactOptional() }),
    kind: z.enum(KINDS),
    prev: z.array(hash()),
    hash: hash(),
    data: json(),
  }),
)
