import { z } from 'zod'
import { documentShape, statementShape } from './document-shapes.ts'
import { proposalSchema } from './proposal-schema.ts'
import type { Review } from './review.ts'
import { evidenceSource } from './evidence-schema.ts'

const current = () =>
  z.object({
    version: z.literal(2),
    accountId: z.string().regex(/^\d{12}$/),
    at: z.iso.datetime(),
    windowDays: z.number(),
    proposals: z.array(proposalSchema()),
    notEnoughHistory: z.array(
      z.object({
        about: z.enum(['policy', 'group', 'person', 'service']),
        name: z.string(),
        arn: z.string().exactOptional(),
        reason: z.string(),
        from: z.string(),
      }),
    ),
    unmapped: z.array(z.object({ source: z.string(), name: z.string(), events: z.number(), lastAt: z.string() })),
    missed: z
      .array(
        z.object({
          proposal: z.string(),
          together: z.array(z.string()).exactOptional(),
          title: z.string(),
          action: z.string(),
          who: z.array(z.string()),
          attempts: z.number(),
          lastAt: z.string(),
          removedAt: z.string(),
          restore: z.array(z.string()),
        }),
      )
      .exactOptional(),
    evidence: z.array(evidenceSource()),
  })

const part = () =>
  z.object({ what: z.string(), lastUsed: z.string().nullable(), lastUsedBy: z.string().exactOptional() })

/** What reviews held until proposals had kinds beyond statements. */
const first = () =>
  z.object({
    version: z.literal(1),
    accountId: z.string().regex(/^\d{12}$/),
    at: z.iso.datetime(),
    windowDays: z.number(),
    proposals: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['narrow-statement', 'remove-statement']),
        accountId: z.string(),
        policyArn: z.string(),
        policyName: z.string(),
        groups: z.array(z.string()),
        statementIndex: z.int().min(0),
        before: statementShape(),
        after: statementShape().nullable(),
        documentBefore: documentShape(),
        documentAfter: documentShape().nullable(),
        removed: z.array(part()),
        kept: z.array(part()),
        windowDays: z.number(),
        proof: z.literal('narrower'),
        actionsRemoved: z.number(),
        charactersSaved: z.number(),
      }),
    ),
    notEnoughHistory: z.array(
      z.object({ policyArn: z.string(), policyName: z.string(), reason: z.string(), from: z.string() }),
    ),
  })

/** What a stored review must hold; one of version 1 comes out as version 2, with nothing in the fields that it did not have. */
export const reviewSchema: z.ZodType<Review> = z.lazy(() => z.union([current(), first().transform(upgraded)]))

function upgraded(review: z.infer<ReturnType<typeof first>>): Review {
  return {
    ...review,
    version: 2,
    proposals: review.proposals.map(({ documentBefore, documentAfter, ...proposal }) => ({
      ...proposal,
      kept: proposal.kept.map((kept) => ({
        ...kept,
        because: kept.lastUsed === null ? ('not-observable' as const) : ('used' as const),
      })),
      evidence: [],
      risk: { level: 'medium', reasons: ['this review was made before risks were weighed'] },
      lossByPerson: [],
      needed: [],
      documents: [
        {
          policyArn: proposal.policyArn,
          policyName: proposal.policyName,
          groups: proposal.groups,
          before: documentBefore,
          after: documentAfter,
        },
      ],
    })),
    notEnoughHistory: review.notEnoughHistory.map(({ policyArn, policyName, ...rest }) => ({
      about: 'policy',
      name: policyName,
      arn: policyArn,
      ...rest,
    })),
    unmapped: [],
    evidence: [],
  }
}
