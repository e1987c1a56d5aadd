import { z } from 'zod'
import { policyDocumentShape } from '../account/document-shape.ts'
import type { Change } from './plan.ts'

/** Makes the schema of one change of a plan. */
export function changeShape(): z.ZodType<Change> {
  const document = policyDocumentShape()
  const text = z.string()
  const versionId = z.string().regex(/^v\d+$/)
  const inlinePolicy = z.strictObject({ name: text, document })
  const tags = z.record(text, text)

  const policyState = z.strictObject({
    name: text,
    path: text,
    arn: text,
    description: text.exactOptional(),
    defaultVersionId: versionId,
    versions: z.array(z.strictObject({ versionId, document, createdAt: text.exactOptional() })),
    createdAt: text.exactOptional(),
    updatedAt: text.exactOptional(),
  })

  const groupState = z.strictObject({
    name: text,
    path: text,
    arn: text,
    createdAt: text.exactOptional(),
    attachedPolicies: z.array(text),
    inlinePolicies: z.array(inlinePolicy),
  })

  const userState = z.strictObject({
    name: text,
    path: text,
    arn: text,
    createdAt: text.exactOptional(),
    groups: z.array(text),
    attachedPolicies: z.array(text),
    inlinePolicies: z.array(inlinePolicy),
    afterSignIn: z.array(text).exactOptional(),
    endedGroups: z.array(text).exactOptional(),
    permissionsBoundary: text.exactOptional(),
    tags,
  })

  const attachment = z.strictObject({ group: text, policyArn: text })
  const groupInlinePolicy = z.strictObject({ group: text, name: text, document })
  const membership = z.strictObject({ group: text, user: text })

  const nothing = z.null()
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('create-policy'), before: nothing, after: policyState, reason: text }),
    z.strictObject({ kind: z.literal('update-policy'), before: policyState, after: policyState, reason: text }),
    z.strictObject({ kind: z.literal('set-default-version'), before: policyState, after: policyState, reason: text }),
    z.strictObject({ kind: z.literal('delete-policy'), before: policyState, after: nothing, reason: text }),
    z.strictObject({ kind: z.literal('create-group'), before: nothing, after: groupState, reason: text }),
    z.strictObject({ kind: z.literal('delete-group'), before: groupState, after: nothing, reason: text }),
    z.strictObject({ kind: z.literal('move-group'), before: groupState, after: groupState, reason: text }),
    z.strictObject({ kind: z.literal('create-user'), before: nothing, after: userState, reason: text }),
    z.strictObject({ kind: z.literal('attach-policy'), before: nothing, after: attachment, reason: text }),
    z.strictObject({ kind: z.literal('detach-policy'), before: attachment, after: nothing, reason: text }),
    z.strictObject({
      kind: z.literal('delete-inline-policy'),
      before: groupInlinePolicy,
      after: nothing,
      reason: text,
    }),
    z.strictObject({ kind: z.literal('add-member'), before: nothing, after: membership, reason: text }),
    z.strictObject({ kind: z.literal('remove-member'), before: membership, after: nothing, reason: text }),
  ])
}
