import { z } from 'zod'
import type { PolicyDocument } from '../policy/document.ts'

/** The shape of a policy document, for schemas of what holds one; `parsePolicy` says more of what is wrong. */
export function policyDocumentShape(): z.ZodType<PolicyDocument> {
  const texts = z.union([z.string(), z.array(z.string())])
  const value = z.union([z.string(), z.number(), z.boolean()])
  const principal = z.union([z.literal('*'), z.record(z.string(), texts)])

  const statement = z.strictObject({
    Sid: z.string().exactOptional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal.exactOptional(),
    NotPrincipal: principal.exactOptional(),
    Action: texts.exactOptional(),
    NotAction: texts.exactOptional(),
    Resource: texts.exactOptional(),
    NotResource: texts.exactOptional(),
    Condition: z.record(z.string(), z.record(z.string(), z.union([value, z.array(value)]))).exactOptional(),
  })
  return z.strictObject({
    Version: z.enum(['2012-10-17', '2008-10-17']).exactOptional(),
    Id: z.string().exactOptional(),
    Statement: z.union([statement, z.array(statement)]),
  })
}
