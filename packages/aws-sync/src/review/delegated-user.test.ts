import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam'
import {
  applyProposals,
  documentFinder,
  isStatementProposal,
  lintPolicy,
  type PolicyDocument,
  type Statement,
} from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { readTrail } from '../read/read-trail.ts'
import { openSandbox, type Sandbox, type Use } from '../sandbox/index.ts'
import { type RunReview, runReview, type RunReviewOptions } from './run-review.ts'

// "Creating your first IAM delegated user and user group" of the IAM User Guide, as it is written there, and what may be otherwise.

const accountId = '111122223333'
const begin = new Date('2025-11-01T09:00:00Z')
const mary = 'mary.major@examplecorp.com'
const diego = 'diego.ramirez@examplecorp.com'

const everything: Statement = { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }
const some: Statement = {
  Effect: 'Allow',
  Action: [
    'iam:CreateServiceLinkedRole',
    'iam:DeleteServiceLinkedRole',
    'iam:ListRoles',
    'organizations:DescribeOrganization',
  ],
  Resource: '*',
}

/** Lay down what the story tells: within the last month EC2 and S3, six months ago Auto Scaling and IAM. */
const asTold = [
  { user: diego, action: 'autoscaling:CreateAutoScalingGroup', daysAgo: 183 },
  { user: mary, action: 'iam:ListRoles', daysAgo: 182 },
  { user: mary, action: 'ec2:RunInstances', daysAgo: 20 },
  { user: diego, action: 's3:GetObject', resource: 'arn:aws:s3:::reports/may.csv', daysAgo: 9 },
] as const

type Told = { readonly user: string; readonly action: string; readonly resource?: string; readonly daysAgo: number }

async function story(told: {
  readonly statements?: readonly Statement[]
  readonly uses?: readonly Told[]
  /** Groups besides PowerUsers that hold the same policy, with a member of their own. */
  readonly others?: Readonly<Record<string, string>>
  readonly options?: Partial<RunReviewOptions>
}): Promise<RunReview & { readonly sandbox: Sandbox }> {
  const { statements = [everything, some], uses = asTold, others = {} } = told
  const sandbox = await openSandbox({ accountId, clock: () => begin })
  const { iam } = sandbox.clients
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statements }
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'PowerUserExampleCorp', PolicyDocument: JSON.stringify(document) }),
  )
  for (const [group, members] of Object.entries({ PowerUsers: [mary, diego], ...mapValues(others) })) {
    await iam.send(new CreateGroupCommand({ GroupName: group }))
    await iam.send(new AttachGroupPolicyCommand({ GroupName: group, PolicyArn: Policy?.Arn }))
    for (const UserName of members) {
      await iam.send(new CreateUserCommand({ UserName }))
      await iam.send(new AddUserToGroupCommand({ GroupName: group, UserName }))
    }
  }
  const now = await sandbox.advance({ days: 200 })
  await sandbox.use(
    uses.map(({ daysAgo, ...use }): Use => ({ ...use, at: new Date(now.getTime() - daysAgo * 86_400_000) })),
  )
  const run = await runReview(sandbox.clients, {
    windowDays: 90,
    now: () => now,
    sleep: async () => undefined,
    perSecond: Infinity,
    ...told.options,
  })
  return { ...run, sandbox }
}

const mapValues = (others: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(others).map(([group, member]) => [group, [member]]))

const afters = ({ review }: RunReview): readonly (Statement | null)[] =>
  review.proposals.filter(isStatementProposal).map(({ after }) => after)

const fullAccess = (...services: readonly string[]): Statement => ({
  Sid: 'FullAccessToSomeServices',
  Effect: 'Allow',
  Action: services.map((service) => `${service}:*`),
  Resource: '*',
})

/** The story without anything added, told once for all the tests that ask only for it. */
let toldOnce: ReturnType<typeof story> | undefined
const asItIsTold = (): ReturnType<typeof story> => (toldOnce ??= story({}))

describe('Reviewing last accessed information', () => {
  const table = async () => {
    const { usage } = await asItIsTold()
    return usage.entities.find(({ arn }) => arn.endsWith(':group/PowerUsers'))
  }

  it('step 1 and step 2: the group PowerUsers is chosen by its name, since it holds the policy', async () => {
    expect((await table())?.kind).toBe('group')
  })

  it('step 3: its table has the services that the policy allows, and when and by whom each was last used', async () => {
    const services = (await table())?.services ?? []
    const used = services.filter(({ lastAuthenticated }) => lastAuthenticated !== null)
    expect(used.map(({ namespace, lastAuthenticatedEntity: by }) => [namespace, by?.split('/')[1]])).toEqual([
      ['autoscaling', diego],
      ['ec2', mary],
      ['iam', mary],
      ['s3', diego],
    ])
    expect(services.length).toBeGreaterThan(300)
    // Of these two services it allows four actions, of others of user management nothing.
    const names = services.map(({ namespace }) => namespace)
    expect(names).toEqual(expect.arrayContaining(['iam', 'organizations']))
  })

  it('step 4: the services that were used of late are listed apart from those that were not', async () => {
    const [first] = (await asItIsTold()).review.proposals
    expect(first?.kept.map(({ what }) => what)).toEqual(['ec2', 's3'])
    expect(first?.removed.map(({ what }) => what)).toEqual(expect.arrayContaining(['autoscaling', 'sqs']))
  })
})

describe('Editing a policy to reduce permissions', () => {
  const proposed = async (): Promise<PolicyDocument | null | undefined> =>
    (await asItIsTold()).review.proposals[0]?.documents[0]?.after

  it('step 1 and step 2: the policy PowerUserExampleCorp is what is edited, as JSON', async () => {
    const { review, state } = await asItIsTold()
    expect(review.proposals[0]?.documents.map(({ policyArn }) => policyArn)).toEqual([
      state.policies.find(({ name }) => name === 'PowerUserExampleCorp')?.arn,
    ])
  })

  it('step 3: it allows only the services that are needed, with the Sid of the document', async () => {
    expect((await proposed())?.Statement).toEqual([fullAccess('ec2', 's3'), some])
  })

  it('step 4: validation finds no error, and nothing but what AWS’s own second statement has from the start', async () => {
    const findings = lintPolicy((await proposed()) ?? {})
    expect(findings.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ['CREATE_SLR_WITH_STAR_IN_RESOURCE', 'warning', '$.Statement[1].Resource'],
    ])
  })

  it('step 5: the events of CloudTrail tell the specific actions and resources, and reduce it further', async () => {
    const { sandbox, review } = await asItIsTold()
    const events = await readTrail(sandbox.clients, {
      regions: ['us-east-1'],
      from: new Date(Date.parse(review.at) - 30 * 86_400_000),
      attribute: { key: 'Username', value: mary },
    })
    expect(events.map(({ source, name }) => `${source} ${name}`)).toEqual(['ec2.amazonaws.com RunInstances'])
    expect(review.proposals.flatMap(({ evidence }) => evidence.map(({ origin }) => origin))).toContain('cloudtrail')
  })
})

describe('the delegated user of the IAM User Guide', () => {
  it('is left with exactly the policy of the document, when its one narrowing is accepted', async () => {
    const { review, state } = await asItIsTold()
    expect(review.notEnoughHistory).toEqual([])
    const [first] = review.proposals
    expect(first).toMatchObject({
      kind: 'narrow-statement',
      groups: ['PowerUsers'],
      statementIndex: 0,
      proof: 'narrower',
    })
    // Word for word the document's example.
    expect(first?.documents[0]?.after).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'FullAccessToSomeServices', Effect: 'Allow', Action: ['ec2:*', 's3:*'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: [
            'iam:CreateServiceLinkedRole',
            'iam:DeleteServiceLinkedRole',
            'iam:ListRoles',
            'organizations:DescribeOrganization',
          ],
          Resource: '*',
        },
      ],
    })
    const removed = new Map(first?.removed.map((part) => [part.what, part]))
    expect(removed.get('autoscaling')).toEqual({
      what: 'autoscaling',
      lastUsed: new Date(Date.parse(review.at) - 183 * 86_400_000).toISOString(),
      lastUsedBy: `arn:aws:iam::${accountId}:user/${diego}`,
      region: 'us-east-1',
      origin: 'last-accessed',
    })
    expect(removed.get('sqs')).toMatchObject({ lastUsed: null })
    expect(first?.lossByPerson.map(({ people }) => people)).toEqual([[diego, mary]])
    expect(first?.evidence.map(({ origin }) => origin)).toEqual(['last-accessed', 'cloudtrail'])
    const after = applyProposals(state, first === undefined ? [] : [first])
    const [policy] = after.policies
    expect(documentFinder(after).ofPolicy(policy?.arn ?? '')).toEqual(first?.documents[0]?.after)
    // What the document keeps knowingly is a proposal of its own: IAM was used six months ago.
    expect(review.proposals.slice(1).map((one) => [one.kind, one.removed.map(({ what }) => what)])).toEqual([
      ['remove-statement', ['iam', 'organizations']],
    ])
  })

  it('keeps whatever other services were used', async () => {
    const run = await story({
      uses: [
        ...asTold,
        { user: mary, action: 'dynamodb:PutItem', daysAgo: 89 },
        { user: mary, action: 'sqs:SendMessage', daysAgo: 91 },
        { user: diego, action: 'lambda:InvokeFunction', daysAgo: 0 },
      ],
    })
    expect(afters(run)[0]).toEqual(fullAccess('dynamodb', 'ec2', 'lambda', 's3'))
  })

  it('keeps the IAM actions that were used yesterday, and those that nobody can see', async () => {
    const run = await story({ uses: [...asTold, { user: mary, action: 'iam:CreateServiceLinkedRole', daysAgo: 1 }] })
    expect(afters(run)).toEqual([
      fullAccess('ec2', 's3'),
      { Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole'], Resource: '*' },
    ])
  })

  it('is held against everybody who shares the policy', async () => {
    const run = await story({
      others: { Analysts: 'ana' },
      uses: [...asTold, { user: 'ana', action: 'athena:StartQueryExecution', daysAgo: 5 }],
    })
    expect(afters(run)[0]).toEqual(fullAccess('athena', 'ec2', 's3'))
    const [first] = run.review.proposals
    expect(first?.groups).toEqual(['Analysts', 'PowerUsers'])
    expect(
      first?.kept
        .filter(({ because }) => because === 'used')
        .map(({ what, lastUsedBy }) => [what, lastUsedBy?.split('/')[1]]),
    ).toEqual([
      ['athena', 'ana'],
      ['ec2', mary],
      ['s3', diego],
    ])
  })

  it('shared, in services by name: each group keeps what it uses, by a split of the task', async () => {
    const named: Statement = { Effect: 'Allow', Action: ['ec2:*', 's3:*', 'athena:*', 'sns:*'], Resource: '*' }
    const run = await story({
      statements: [named],
      others: { Analysts: 'ana' },
      uses: [...asTold, { user: 'ana', action: 'athena:StartQueryExecution', daysAgo: 5 }],
    })
    expect(run.review.proposals.map((one) => [one.kind, one.groups, one.removed.map(({ what }) => what)])).toEqual([
      ['narrow-statement', ['Analysts', 'PowerUsers'], ['sns']],
      ['split-task', ['Analysts'], ['ec2', 's3']],
      ['split-task', ['PowerUsers'], ['athena']],
    ])
  })

  it('never touches an explicit denial, and leaves what it takes away, which no report can speak of', async () => {
    const denial: Statement = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' }
    const run = await story({ statements: [everything, denial, some] })
    const [first] = run.review.proposals
    expect(first?.documents[0]?.after?.Statement).toEqual([fullAccess('ec2', 's3', 'sqs'), denial, some])
    expect(first?.removed.map(({ what }) => what)).not.toContain('sqs')
  })

  it('keeps conditions and resources as they are', async () => {
    const condition = { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }
    const run = await story({ statements: [{ ...everything, Condition: condition }] })
    expect(afters(run)).toEqual([{ ...fullAccess('ec2', 's3'), Condition: condition }])
  })

  it('keeps NotResource as it is', async () => {
    const { Resource: _, ...rest } = everything
    const run = await story({ statements: [{ ...rest, NotResource: 'arn:aws:s3:::payroll/*' }] })
    const { Resource: __, ...after } = fullAccess('ec2', 's3')
    expect(afters(run)).toEqual([{ ...after, NotResource: 'arn:aws:s3:::payroll/*' }])
  })

  it('is not judged where neither a history nor CloudTrail says how long the group has held the policy', async () => {
    const { review } = await story({ options: { eventHistory: 'never' } })
    expect(review.proposals).toEqual([])
    expect(review.notEnoughHistory.map(({ about, name }) => [about, name])).toEqual([
      ['policy', 'PowerUserExampleCorp'],
      ['person', diego],
      ['person', mary],
    ])
  })
})
