import { z } from 'zod'

/** What a review covers, fixed when it is opened, so that nobody can say afterwards that somebody was left out or slipped in. */
export interface Population {
  /** SHA-256 over what is covered and what it was then: roles with their tasks, people with their roles, policies with their documents. */
  readonly sha256: string
  /** Ids of business roles, sorted. */
  readonly roles: readonly string[]
  /** Ids of the people who hold them in the account, sorted. */
  readonly people: readonly string[]
  /** ARNs of the policies, sorted. */
  readonly policies: readonly string[]
}

/** Who has to decide: the owner of roles, and the proposals that touch them. */
export interface Reviewer {
  /** The role's owner, as the model names them. */
  readonly owner: string
  /** Ids of the roles: those that are reviewed, and others that a proposal touches, since they share a policy with them. */
  readonly roles: readonly string[]
  /** Ids of the proposals. A proposal that touches roles of several owners stands with each of them. */
  readonly proposals: readonly string[]
}

/** A review as a campaign: whom it covers, who decides, and until when. Written into the history when the review is stored. */
export interface Campaign {
  /** The stored review, `2026-11-22-111122223333.json`. */
  readonly review: string
  /** ISO date by which everything should be decided. */
  readonly deadline: string
  readonly population: Population
  readonly reviewers: readonly Reviewer[]
}

/** The end of a campaign: somebody signs for it. */
export interface SignOff {
  readonly review: string
  /** What is signed, in the reviewer's own words. */
  readonly text: string
  /** Why the review was closed although proposals were open; only then. */
  readonly reason?: string
  /** Ids of the proposals that were open. */
  readonly open: readonly string[]
  readonly by: string
  readonly at: string
}

const names = (): z.ZodReadonly<z.ZodArray<z.ZodString>> => z.array(z.string()).readonly()

/** What an entry `campaign` of the history holds. */
export const campaignData: z.ZodType<Campaign> = z.lazy(() =>
  z.object({
    review: z.string(),
    deadline: z.string(),
    population: z.object({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      roles: names(),
      people: names(),
      policies: names(),
    }),
    reviewers: z.array(z.object({ owner: z.string(), roles: names(), proposals: names() })),
  }),
)

/** What an entry `sign-off` of the history holds; who and when are the entry's own. */
export const signOffData: z.ZodType<Omit<SignOff, 'by' | 'at'>> = z.lazy(() =>
  z.object({ review: z.string(), text: z.string(), reason: z.string().exactOptional(), open: names() }),
)
