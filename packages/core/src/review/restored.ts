import { z } from 'zod'
import type { AuditEntry } from '../audit/audit-entry.ts'

/** A proposal whose edit of the source was taken back. */
export interface Restored {
  /** Its id. */
  readonly proposal: string
  /** With a proposal about a policy. */
  readonly policyName?: string
  /** In the folder of the source. */
  readonly file: string
  readonly reason: string
}

/** What an entry `restored` of the history holds. */
export const restoredData: z.ZodType<Restored> = z.lazy(() =>
  z.object({
    proposal: z.string(),
    policyName: z.string().exactOptional(),
    file: z.string(),
    reason: z.string(),
  }),
)

/**
 * What an entry says was taken back, or undefined for every other entry.
 *
 * @example
 * ```ts
 * const ids = history.entries.flatMap((entry) => restoredBy(entry)?.proposal ?? [])
 * ```
 */
export function restoredBy(entry: Pick<AuditEntry, 'kind' | 'data'>): Restored | undefined {
  return entry.kind === 'restored' ? restoredData.safeParse(entry.data).data : undefined
}
