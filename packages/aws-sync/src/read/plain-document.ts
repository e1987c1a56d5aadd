import type { PolicyDocument } from '@rolewright/core'
import { z } from 'zod'

const texts = z.union([z.string(), z.array(z.string())])

const value = z.union([z.string(), z.number(), z.boolean()])

const statement = z.strictObject({
  Sid: z.string().exactOptional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), texts)]).exactOptional(),
  NotPrincipal: z.union([z.literal('*'), z.record(z.string(), texts)]).exactOptional(),
  Action: texts.exactOptional(),
  NotAction: texts.exactOptional(),
  Resource: texts.exactOptional(),
  NotResource: texts.exactOptional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([value, z.array(value)]))).exactOptional(),
})

const document: z.ZodType<PolicyDocument> = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).exactOptional(),
  Id: z.string().exactOptional(),
  Statement: z.union([statement, z.array(statement)]),
})

/** A document that has the form of a policy, whether or not IAM would take it; undefined for what has not even that. */
export function plainDocument(given: string | Readonly<Record<string, unknown>>): PolicyDocument | undefined {
  let parsed: unknown = given
  try {
    if (typeof given === 'string') parsed = JSON.parse(given)
  } catch {
    return undefined
  }
  return document.safeParse(parsed).data
}
