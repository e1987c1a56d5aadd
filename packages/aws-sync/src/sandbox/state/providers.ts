import { z } from 'zod'
import { type Tags, tagsSchema } from './entities.ts'
import { isoDate } from './iso-date.ts'

/** An identity provider that people or programs sign in with. */
export interface StoredProvider {
  readonly arn: string
  readonly kind: 'oidc' | 'saml'
  readonly createdAt: string
  /** A SAML provider's metadata as it came. */
  readonly metadata?: string | undefined
  /** An OIDC provider's audiences and fingerprints. */
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly tags: Tags
}

export interface StoredInstanceProfile {
  readonly name: string
  readonly path: string
  readonly id: string
  readonly createdAt: string
  /** The role's name; IAM takes one at most. */
  readonly role?: string | undefined
  readonly tags: Tags
}

export const providerSchema: z.ZodType<StoredProvider> = z.strictObject({
  arn: z.string(),
  kind: z.enum(['oidc', 'saml']),
  createdAt: isoDate,
  metadata: z.string().optional(),
  clientIds: z.array(z.string()).default([]),
  thumbprints: z.array(z.string()).default([]),
  tags: tagsSchema,
})

export const instanceProfileSchema: z.ZodType<StoredInstanceProfile> = z.strictObject({
  name: z.string().min(1),
  path: z.string().startsWith('/'),
  id: z.string(),
  createdAt: isoDate,
  role: z.string().optional(),
  tags: tagsSchema,
})
