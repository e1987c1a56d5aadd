import { z } from 'zod'
import { isoDate } from './iso-date.ts'

/** One attempted call, allowed or not: what last-accessed reports are made of. */
export interface Attempt {
  /** Id of the user or role. */
  readonly entity: string
  /** `service:Action`. */
  readonly action: string
  readonly resource: string
  /** ISO date. */
  readonly at: string
  readonly region: string
  /** ISO date from which on reports tell of it; from the start unless given. */
  readonly knownFrom?: string | undefined
}

/**
 * A last-accessed job, frozen at its start: which documents, which entities and how much of the evidence it goes by.
 *
 * Documents are kept by hash beside the jobs, since many jobs share them.
 */
export interface Job {
  readonly id: string
  /** Who may read it: the caller's id. */
  readonly creator: string
  readonly createdAt: string
  /** How often somebody saw it in progress. */
  readonly looks?: number | undefined
  /** Absent while it is in progress. */
  readonly completedAt?: string | undefined
  readonly granularity: 'ACTION_LEVEL' | 'SERVICE_LEVEL'
  /** Hashes of the documents of each list that grants; a deny counts against its own list. */
  readonly documents: readonly string[]
  readonly kind: 'group' | 'policy' | 'role' | 'user'
  /** Id of what it is of. */
  readonly subject?: string | undefined
  /** Ids of the users and roles whose attempts count. */
  readonly entities: readonly string[]
  /** How many attempts were known at the start. */
  readonly attempts: number
}

export const attemptSchema: z.ZodType<Attempt> = z.strictObject({
  entity: z.string(),
  action: z.string(),
  resource: z.string(),
  at: isoDate,
  region: z.string(),
  knownFrom: isoDate.optional(),
})

export const jobSchema: z.ZodType<Job> = z.strictObject({
  id: z.string(),
  creator: z.string(),
  createdAt: isoDate,
  looks: z.number().int().positive().optional(),
  completedAt: isoDate.optional(),
  granularity: z.enum(['SERVICE_LEVEL', 'ACTION_LEVEL']),
  documents: z.array(z.string()),
  kind: z.enum(['group', 'policy', 'role', 'user']),
  subject: z.string().optional(),
  entities: z.array(z.string()),
  attempts: z.number().int().nonnegative(),
})
