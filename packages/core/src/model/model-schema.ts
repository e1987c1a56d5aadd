import { z } from 'zod'

const strings = () => z.array(z.string()).min(1)
const conditionValue = () => z.union([z.string(), z.number(), z.boolean()])

const statement = () =>
  z
    .strictObject({
      effect: z.enum(['Allow', 'Deny']),
      sid: z
        .string()
        .regex(/^[A-Za-z0-9]*$/, 'a sid holds letters and digits only')
        .optional(),
      actions: strings().optional(),
      notActions: strings().optional(),
      unlisted: strings().optional(),
      resources: strings().optional(),
      notResources: strings().optional(),
      conditions: z
        .record(z.string(), z.record(z.string(), z.union([conditionValue(), z.array(conditionValue())])))
        .optional(),
    })
    .refine((value) => (value.actions === undefined) !== (value.notActions === undefined), {
      message: 'a statement has either actions or notActions',
    })
    .refine((value) => (value.resources === undefined) !== (value.notResources === undefined), {
      message: 'a statement has either resources or notResources',
    })

const policyName = () =>
  z.string().regex(/^[\w+=,.@-]{1,128}$/, 'a policy name has 1 to 128 letters, digits or _+=,.@-')
const groupName = () => z.string().regex(/^[\w+=,.@-]{1,128}$/, 'a group name has 1 to 128 letters, digits or _+=,.@-')
const userName = () => z.string().regex(/^[\w+=,.@-]{1,64}$/, 'a user name has 1 to 64 letters, digits or _+=,.@-')
const id = () => z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is written in lower-case-with-hyphens')
const text = () => z.string().trim().min(1, 'must not be empty')
const date = () =>
  z.union([z.iso.date(), z.iso.datetime({ offset: true })], 'a date is written as 2026-01-31 or in full ISO form')

/** A customer managed policy. */
export const ownPolicySchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('policy'),
    name: policyName(),
    description: z.string().max(1000, 'IAM takes at most 1,000 characters').optional(),
    statements: z.array(statement()).min(1, 'a policy needs a statement'),
  }),
)

/** A reference to an AWS managed policy. */
export const awsManagedSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('aws-managed'),
    name: z
      .string()
      .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]+$/, 'an AWS managed policy is named as in its ARN, after `policy/`'),
    arn: z.string(),
  }),
)

/** A task, but for its policies, which are looked at once each. */
export const taskSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('task'),
    id: id(),
    title: text(),
    description: z.string().optional(),
    policies: z.array(z.unknown()).min(1, 'a task needs a policy'),
    requires: z.array(z.unknown()).optional(),
  }),
)

/** A business role, but for its tasks. */
export const roleSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('role'),
    id: id(),
    title: text(),
    description: z.string().optional(),
    owner: text(),
    justification: text(),
    department: z.string().optional(),
    group: groupName().optional(),
    tasks: z.array(z.unknown()).min(1, 'a role needs a task'),
    requireMfa: z.boolean().optional(),
    sensitive: z.boolean().optional(),
    breakGlass: z.boolean().optional(),
    controls: z.array(text()).optional(),
    reviewEveryDays: z.int().min(1).max(400, 'AWS remembers use for 400 days').optional(),
    activation: z.enum(['at once', 'after first sign-in']).optional(),
    expires: date().optional(),
    members: z.enum(['additive', 'exclusive']).optional(),
  }),
)

/** A person, but for the roles held. */
export const personSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('person'),
    id: id(),
    userName: userName(),
    name: text(),
    roles: z.array(z.unknown()),
    accounts: z.array(id()).optional(),
  }),
)

/** The dates of a role held for a time. */
export const membershipSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    role: z.unknown(),
    from: date().optional(),
    until: date().optional(),
  }),
)

const entityArn = () =>
  z
    .string()
    .regex(
      /^arn:aws(?:-[a-z]+)*:iam::\d{12}:(group|policy)\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/,
      'the ARN of a group or policy is expected, such as `arn:aws:iam::111122223333:group/Developers`',
    )

/** An account; its parameters are checked against the model's own schema. */
export const accountSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    kind: z.literal('account'),
    id: id(),
    accountId: z.string().regex(/^\d{12}$/, 'an account number has twelve digits, in quotes'),
    partition: z
      .string()
      .regex(/^aws(?:-[a-z]+)*$/, 'a partition of AWS is expected, such as `aws-us-gov`')
      .optional(),
    title: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()),
    roles: z.array(id()).optional(),
    foreign: z.array(entityArn()).optional(),
    adopted: z.array(entityArn()).optional(),
  }),
)

const actionList = () => z.array(z.string()).min(1, 'name an action')
const rule = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mutually-exclusive'), roles: z.array(z.unknown()).min(2, 'needs two roles') }),
    z.strictObject({ kind: z.literal('separate'), actions: z.tuple([actionList(), actionList()]) }),
    z.strictObject({ kind: z.literal('at-most'), role: z.unknown(), members: z.int().min(0) }),
    z.strictObject({ kind: z.literal('requires'), role: z.unknown(), required: z.unknown() }),
  ])
const suppression = () =>
  z.strictObject({
    kind: z.literal('suppression'),
    code: z.string().regex(/^[A-Z][A-Z_-]+$/, 'the code of a finding, such as `RW-PASS-ROLE`'),
    path: z.string().optional(),
    reason: z.string().trim().min(10, 'a reason has ten characters at least'),
    until: date(),
  })

/** The model itself, but for what it holds. */
export const modelSchema: z.ZodType = z.lazy(() =>
  z.strictObject({
    id: id(),
    title: z.string().optional(),
    roles: z.array(z.unknown()),
    people: z.array(z.unknown()),
    accounts: z.array(z.unknown()).min(1, 'a model needs an account'),
    parameters: z
      .custom<z.ZodType>(
        (value) =>
          typeof value === 'object' && value !== null && 'safeParse' in value && typeof value.safeParse === 'function',
        'must be a zod schema',
      )
      .optional(),
    rules: z.array(rule()).optional(),
    suppressions: z.array(suppression()).optional(),
  }),
)
