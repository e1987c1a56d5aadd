import { z } from 'zod'
import { documentShape, statementShape } from './document-shapes.ts'
import { evidenceSource, kept, neededAction, personLoss, removal, risk } from './evidence-schema.ts'
import type { Proposal } from './proposal.ts'

const documentChange = () =>
  z.object({
    policyArn: z.string(),
    policyName: z.string(),
    groups: z.array(z.string()),
    before: documentShape().nullable(),
    after: documentShape().nullable(),
  })

const base = () => ({
  id: z.string(),
  accountId: z.string(),
  windowDays: z.number(),
  groups: z.array(z.string()),
  removed: z.array(removal()),
  kept: z.array(kept()),
  evidence: z.array(evidenceSource()),
  risk: risk(),
  lossByPerson: z.array(personLoss()),
  needed: z.array(neededAction()),
  documents: z.array(documentChange()),
  alsoIn: z.array(z.string()).exactOptional(),
  actionsRemoved: z.number(),
  charactersSaved: z.number(),
})

const ofStatement = () => ({
  ...base(),
  policyArn: z.string(),
  policyName: z.string(),
  statementIndex: z.int().min(0),
  before: statementShape(),
  after: statementShape().nullable(),
  proof: z.literal('narrower'),
})

/** What a stored proposal must hold, by its kind. */
export const proposalSchema = (): z.ZodType<Proposal> =>
  z.discriminatedUnion('kind', [
    z.object({ ...ofStatement(), kind: z.enum(['narrow-statement', 'remove-statement']) }),
    z.object({
      ...ofStatement(),
      kind: z.literal('narrow-resources'),
      after: statementShape(),
      touched: z.array(z.string()),
    }),
    z.object({
      ...ofStatement(),
      kind: z.literal('split-task'),
      tasks: z.array(z.string()),
      usedBy: z.array(z.string()),
    }),
    z.object({
      ...base(),
      kind: z.literal('drop-task'),
      role: z.string(),
      task: z.string(),
      taskTitle: z.string(),
      shared: z.array(z.object({ tasks: z.array(z.string()), documents: z.array(documentChange()) })).exactOptional(),
      proof: z.literal('narrower'),
    }),
    z.object({
      ...base(),
      kind: z.literal('split-role'),
      role: z.string(),
      newRole: z.string(),
      moved: z.array(z.string()),
      stay: z.array(z.string()),
      tasks: z.array(z.string()),
      without: z.array(z.string()),
      proof: z.literal('narrower'),
    }),
    z.object({
      ...base(),
      kind: z.enum(['unused-key', 'unused-password', 'unused-person']),
      userName: z.string(),
      keyNumber: z.int().exactOptional(),
      since: z.string(),
      command: z.array(z.string()),
      proof: z.literal('none'),
    }),
    z.object({
      ...base(),
      kind: z.literal('grant-missing'),
      action: z.string(),
      policyArn: z.string(),
      policyName: z.string(),
      statement: statementShape(),
      denied: z.array(z.object({ at: z.string(), userName: z.string(), resource: z.string().nullable() })),
      attempts: z.number(),
      reason: z.string(),
      proof: z.literal('wider'),
    }),
  ])
