import { z } from 'zod'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { parsePolicy } from '../policy/parse/parse-policy.ts'
import type { Review } from './proposal.ts'

const document = (): z.ZodType<PolicyDocument> =>
  z.unknown().transform((value, context) => {
    try {
      return parsePolicy(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  })

const statement = (): z.ZodType<Statement> =>
  z.unknown().transform((value, context) => {
    try {
      const parsed = parsePolicy({ Statement: value }).Statement
      if ('Effect' in parsed) return parsed
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
    context.addIssue({ code: 'custom', message: 'expected one statement' })
    return z.NEVER
  })

const removal = () =>
  z.object({
    what: z.string(),
    lastUsed: z.string().nullable(),
    lastUsedBy: z.string().exactOptional(),
  })

/** What a stored review must hold. */
export const reviewSchema: z.ZodType<Review> = z.lazy(() =>
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
        before: statement(),
        after: statement().nullable(),
        documentBefore: document(),
        documentAfter: document().nullable(),
        removed: z.array(removal()),
        kept: z.array(removal()),
        windowDays: z.number(),
        proof: z.literal('narrower'),
        actionsRemoved: z.number(),
        charactersSaved: z.number(),
      }),
    ),
    notEnoughHistory: z.array(
      z.object({ policyArn: z.string(), policyName: z.string(), reason: z.string(), from: z.string() }),
    ),
  }),
)
