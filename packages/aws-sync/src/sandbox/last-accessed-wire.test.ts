import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxServer } from './http-server.ts'
import { openSandbox, type Sandbox } from './open-sandbox.ts'
import { rawRequest, refusalOf, type RawAnswer } from './raw-request.testing.ts'

// What recorded answers of IAM prove of requests on the wire, also of those that no SDK would send.

const accountId = '111122223333'
const Arn = `arn:aws:iam::${accountId}:user/ana`
const get = { Action: 'GetServiceLastAccessedDetails' }
const entities = { Action: 'GetServiceLastAccessedDetailsWithEntities', ServiceNamespace: 's3' }
const list = { Action: 'ListPoliciesGrantingServiceAccess', Arn, 'ServiceNamespaces.member.1': 's3' }
const { 'ServiceNamespaces.member.1': _, ...listOfNone } = list
const generate = { Action: 'GenerateServiceLastAccessedDetails', Arn }

let sandbox: Sandbox
let server: SandboxServer
let JobId = ''
const ask = (form: Readonly<Record<string, string>>, key?: string): Promise<RawAnswer> => rawRequest(server, form, key)

beforeAll(async () => {
  sandbox = await openSandbox({ accountId, clock: () => new Date('2026-06-01T00:00:00Z') })
  server = await sandbox.listen(0)
  const { iam } = sandbox.clients
  await iam.send(new CreateUserCommand({ UserName: 'ana' }))
  const Statement = [{ Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' }]
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'ana',
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  )
  JobId = (await ask(generate)).text('JobId') ?? ''
})
afterAll(() => server.close())

const elementsOf = (body: string, within: string): string[] =>
  [...(new RegExp(`<${within}>(.*)</${within}>`, 's').exec(body)?.[1] ?? '').matchAll(/<(\w+)>/g)].map(([, name]) =>
    String(name),
  )

it('a job is told in order, first in three fields, then with its type and dates to the millisecond', async () => {
  const job = (await ask(generate)).text('JobId') ?? ''
  const within = 'GetServiceLastAccessedDetailsResult'
  const pending = await ask({ ...get, JobId: job, MaxItems: '1' })
  expect(elementsOf(pending.body, within)).toEqual(['JobStatus', 'JobCreationDate', 'IsTruncated'])
  const done = await ask({ ...get, JobId: job, MaxItems: '1' })
  const row = ['member', 'ServiceName', 'ServiceNamespace', 'TotalAuthenticatedEntities']
  expect(elementsOf(done.body, within)).toEqual([
    'JobStatus',
    'JobCreationDate',
    'ServicesLastAccessed',
    ...row,
    'JobCompletionDate',
    'JobType',
    'IsTruncated',
    'Marker',
  ])
  expect(done.text('JobCreationDate')).toBe('2026-06-01T00:00:00.000Z')
  expect(done.text('JobCompletionDate')).toMatch(/\.\d{3}Z$/)
})

const fault = (at: string, what: string): string => `Value at '${at}' failed to satisfy constraint: Member must ${what}`
const one = (at: string, what: string): string => `1 validation error detected: ${fault(at, what)}`
const anyNamespace = one(
  'serviceNamespaces',
  'satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\w-]*, Member must not be null]',
)
const notAscii = 'The specified value for marker is invalid. It must contain only printable ASCII characters.'
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (__, index) => [`ServiceNamespaces.member.${index + 1}`, 's3']))

describe('what is wrong with a request', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['an empty marker', { ...get, Marker: '' }, notAscii],
    ['an empty marker, with entities', { ...entities, Marker: '' }, notAscii],
    ['an empty marker, of a list', { ...list, Marker: '' }, notAscii],
    ['what is no marker', { ...get, Marker: 'nonsense' }, 'Invalid Marker.'],
    ['what is no marker, with entities', { ...entities, Marker: 'nonsense' }, 'Invalid Marker.'],
    ['what is no marker, of a list', { ...list, Marker: 'nonsense' }, 'Invalid Marker.'],
    ['no items', { ...get, MaxItems: '0' }, one('maxItems', 'have value greater than or equal to 1')],
    ['no entities', { ...entities, MaxItems: '0' }, one('maxItems', 'have value greater than or equal to 1')],
    ['too many items', { ...get, MaxItems: '1001' }, one('maxItems', 'have value less than or equal to 1000')],
    ['too many entities', { ...entities, MaxItems: '1001' }, one('maxItems', 'have value less than or equal to 1000')],
    ['a short job', { ...get, JobId: 'short' }, one('jobId', 'have length greater than or equal to 36')],
    ['a long job', { ...get, JobId: 'x'.repeat(37) }, one('jobId', 'have length less than or equal to 36')],
    [
      'an empty namespace',
      { ...entities, ServiceNamespace: '' },
      one('serviceNamespace', 'have length greater than or equal to 1'),
    ],
    [
      'a namespace of 65 characters',
      { ...entities, ServiceNamespace: 'x'.repeat(65) },
      one('serviceNamespace', 'have length less than or equal to 64'),
    ],
    [
      'a namespace with a colon',
      { ...entities, ServiceNamespace: 's3:GetObject' },
      one('serviceNamespace', 'satisfy regular expression pattern: [\\w-]*'),
    ],
    ['an empty namespace in a list', { ...list, 'ServiceNamespaces.member.1': '' }, anyNamespace],
    ['a long namespace in a list', { ...list, 'ServiceNamespaces.member.2': 'x'.repeat(65) }, anyNamespace],
    ['a colon in a list', { ...list, 'ServiceNamespaces.member.2': 's3:GetObject' }, anyNamespace],
    ['no namespaces', listOfNone, one('serviceNamespaces', 'not be null')],
    ['an empty list', { ...listOfNone, ServiceNamespaces: '' }, one('serviceNamespaces', 'not be null')],
    ['201 namespaces', { ...list, ...many(201) }, one('serviceNamespaces', 'have length less than or equal to 200')],
    ['a short ARN', { ...list, Arn: 'arn:x' }, one('arn', 'have length greater than or equal to 20')],
    ...['', 'service_level'].map<[string, Readonly<Record<string, string>>, string]>((Granularity) => [
      `the granularity ${JSON.stringify(Granularity)}`,
      { ...generate, Granularity },
      one('granularity', 'satisfy enum value set: [SERVICE_LEVEL, ACTION_LEVEL]'),
    ]),
    [
      'several things',
      { ...get, JobId: 'short', MaxItems: '0', Marker: '' },
      `2 validation errors detected: ${fault('jobId', 'have length greater than or equal to 36')}; ${fault('maxItems', 'have value greater than or equal to 1')}`,
    ],
    [
      'a long namespace with a colon',
      { ...entities, ServiceNamespace: `s3:${'x'.repeat(65)}` },
      `2 validation errors detected: ${fault('serviceNamespace', 'satisfy regular expression pattern: [\\w-]*')}; ${fault('serviceNamespace', 'have length less than or equal to 64')}`,
    ],
  ])('is told of %s', async (__, form, message) => {
    const job = form['Action']?.startsWith('Get') ? { JobId } : {}
    expect(refusalOf(await ask({ ...job, ...form }))).toEqual([400, 'ValidationError', message])
  })

  it('a marker is read before the job is looked at, pending or not', async () => {
    const pending = (await ask(generate)).text('JobId') ?? ''
    const bad = [400, 'ValidationError', 'Invalid Marker.']
    expect(refusalOf(await ask({ ...get, JobId: pending, Marker: 'nonsense' }))).toEqual(bad)
    expect((await ask({ ...get, JobId: pending })).text('JobStatus')).toBe('IN_PROGRESS')
  })

  it('comes after whether the key opens anything, and before what it may do', async () => {
    await sandbox.clients.iam.send(new CreateUserCommand({ UserName: 'nobody' }))
    const { AccessKey: key } = await sandbox.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }))
    const id = key?.AccessKeyId ?? ''
    const short = { ...get, JobId: 'short' }
    expect((await ask(short, id)).text('Code')).toBe('ValidationError')
    expect((await ask({ ...get, JobId }, id)).text('Code')).toBe('AccessDenied')
    await ask({ Action: 'UpdateAccessKey', UserName: 'nobody', AccessKeyId: id, Status: 'Inactive' })
    expect((await ask(short, id)).text('Code')).toBe('InvalidClientTokenId')
  })
})
