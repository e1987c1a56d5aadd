import { z } from 'zod'
import type { AccountState } from '../account/account-state.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { documentShape } from './document-shapes.ts'
import type { ReviewOptions } from './review-state.ts'
import type { Usage } from './usage.ts'

const texts = () => z.array(z.string())
const named = () => ({ name: z.string(), arn: z.string() })
const inline = () => z.array(z.looseObject({ document: documentShape() }))

const shape = z.lazy(() =>
  z.object({
    state: z.looseObject({
      accountId: z.string(),
      groups: z.array(z.looseObject({ ...named(), attachedPolicies: texts(), inlinePolicies: inline() })),
      policies: z.array(z.looseObject({ ...named(), versions: z.array(z.looseObject({ document: documentShape() })) })),
      users: z.array(
        z.looseObject({ ...named(), groups: texts(), attachedPolicies: texts(), inlinePolicies: inline() }),
      ),
      roles: z.array(z.looseObject({ ...named(), attachedPolicies: texts() })),
    }),
    usage: z.looseObject({
      accountId: z.string(),
      entities: z.array(
        z.looseObject({
          arn: z.string(),
          reportedAt: z.string(),
          services: z.array(
            z.looseObject({
              namespace: z.string(),
              lastAuthenticated: z.string().nullable(),
              actions: z.array(z.looseObject({ action: z.string(), lastAccessed: z.string().nullable() })).optional(),
            }),
          ),
        }),
      ),
    }),
    options: z.looseObject({ now: z.union([z.string(), z.date()]), windowDays: z.number() }),
  }),
)

/**
 * What `work` makes of an account and its usage. When it fails on what has not the shape that its type says, as what comes from JSON by hand may, the
 * error says where.
 *
 * @throws RolewrightError `wrong-type`; else what `work` throws
 */
export function refuseMisshapen<T>(
  given: { readonly state: AccountState; readonly usage: Usage; readonly options: ReviewOptions },
  work: () => T,
): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RolewrightError) throw error
    const [issue] = shape.safeParse(given).error?.issues ?? []
    if (issue === undefined) throw error
    throw new RolewrightError({
      code: 'wrong-type',
      message: `\`${issue.path.join('.')}\` is not what a review needs: ${issue.message.toLowerCase()}`,
      path: issue.path.join('.'),
      hint: 'give the account as `readAccount` reads it, and the usage as `readUsage` does',
      cause: error,
    })
  }
}
