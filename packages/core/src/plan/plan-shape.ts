import { z } from 'zod'
import { policyDocumentShape } from '../account/document-shape.ts'
import { changeShape } from './change-shape.ts'
import type { Plan } from './plan.ts'

/** Makes the schema of a plan; a function, so that who asks for none does not wait for it. */
export function planShape(): z.ZodType<Plan> {
  const document = policyDocumentShape()
  const text = z.string()
  const count = z.number().int().nonnegative()
  const change = changeShape()

  const contextValue = z.union([text, z.number(), z.boolean(), z.array(z.union([text, z.number(), z.boolean()]))])
  const request = z.strictObject({
    action: text,
    resource: text,
    context: z.record(text, contextValue).exactOptional(),
  })

  const levels = z.partialRecord(z.enum(['List', 'Read', 'Write', 'Permissions management', 'Tagging']), count)

  const access = z.strictObject({
    principal: z.strictObject({ kind: z.enum(['group', 'user', 'role']), name: text }),
    relation: z.enum(['narrower', 'wider', 'different', 'undecided']),
    gainedActions: z.array(text),
    lostActions: z.array(text),
    gainedLevels: levels,
    lostLevels: levels,
    gainedOn: z.array(text),
    lostOn: z.array(text),
    gained: z.array(request),
    lost: z.array(request),
    newEscalations: z.array(z.strictObject({ id: text, title: text, conditional: z.boolean() })),
  })

  return z.strictObject({
    version: z.literal(1),
    accountId: z.string().regex(/^\d{12}$/),
    from: z.string().regex(/^[\da-f]{64}$/),
    path: text,
    changes: z.array(change),
    access: z.array(access),
    conflicts: z.array(z.strictObject({ user: text, rule: z.enum(['mutually-exclusive', 'separate']), message: text })),
    people: z.strictObject({
      total: count,
      gaining: z.array(text),
      losing: z.array(text),
      planned: z.array(text),
    }),
    widened: z.array(text),
    calls: z.array(
      z.strictObject({
        service: z.literal('iam'),
        operation: text,
        subject: text,
        resource: text,
        target: text.exactOptional(),
        policyArn: text.exactOptional(),
      }),
    ),
    policy: document,
    quotas: z.array(z.strictObject({ quota: text, subject: text, used: count, limit: count })),
    notes: z.array(
      z.strictObject({
        kind: z.enum([
          'foreign-member',
          'foreign-use',
          'unpruned',
          'aws-changed',
          'waits-for-sign-in',
          'name-taken',
          'stays',
          'not-adopted',
          'moves',
        ]),
        subject: text,
        message: text,
        principals: z
          .array(
            z.strictObject({
              kind: z.enum(['user', 'group', 'role']),
              name: text,
              by: z.enum(['membership', 'attachment', 'boundary']),
            }),
          )
          .exactOptional(),
        gained: z.array(text).exactOptional(),
        lost: z.array(text).exactOptional(),
      }),
    ),
  })
}
