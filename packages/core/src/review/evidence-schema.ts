import { z } from 'zod'
import type { EvidenceSource, Kept, NeededAction, PersonLoss, Removal, Risk } from './evidence.ts'

const use = () => ({
  what: z.string(),
  lastUsed: z.string().nullable(),
  lastUsedBy: z.string().exactOptional(),
  region: z.string().exactOptional(),
  origin: z.enum(['last-accessed', 'cloudtrail', 'iam']).exactOptional(),
})

/** What goes, in a stored review. */
export const removal = (): z.ZodType<Removal> => z.object(use())

/** What stays. */
export const kept = (): z.ZodType<Kept> =>
  z.object({ ...use(), because: z.enum(['used', 'not-observable', 'never-observed', 'decided']) })

/** What was looked at. */
export const evidenceSource = (): z.ZodType<EvidenceSource> =>
  z.discriminatedUnion('origin', [
    z.object({ origin: z.literal('last-accessed'), arn: z.string(), at: z.string() }),
    z.object({
      origin: z.literal('cloudtrail'),
      from: z.string(),
      to: z.string(),
      regions: z.array(z.string()),
      events: z.number(),
    }),
    z.object({ origin: z.literal('iam'), at: z.string() }),
  ])

/** How much may go wrong. */
export const risk = (): z.ZodType<Risk> =>
  z.object({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(z.string()) })

/** Who would lose what. */
export const personLoss = (): z.ZodType<PersonLoss> =>
  z.object({
    people: z.array(z.string()),
    loses: z.array(z.string()),
    actions: z.number(),
    partly: z.array(z.string()).exactOptional(),
  })

/** What something that stays depends on. */
export const neededAction = (): z.ZodType<NeededAction> =>
  z.object({ action: z.string(), neededBy: z.array(z.string()) })
