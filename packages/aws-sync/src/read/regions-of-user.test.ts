import { describe, expect, it } from 'vitest'
import { openStubEndpoint, type StubAnswer } from './stub-endpoint.testing.ts'
import { regionsOfUser } from './regions-of-user.ts'

const ARN = 'arn:aws:iam::111122223333:user/mary'

async function regions(report: (earlier: number) => StubAnswer, arn = ARN) {
  const endpoint = await openStubEndpoint((operation, _input, earlier) =>
    operation === 'GenerateServiceLastAccessedDetails' ? '<JobId>job-1</JobId>' : report(earlier),
  )
  let waited = 0
  const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void (waited += milliseconds))
  const found = await regionsOfUser(endpoint.clients, arn, { sleep })
  await endpoint.close()
  return { found, seconds: waited / 1000 }
}

const row = (namespace: string, region: string): string =>
  `<member><ServiceNamespace>${namespace}</ServiceNamespace><ServiceName>${namespace}</ServiceName><LastAuthenticated>2026-05-01T00:00:00Z</LastAuthenticated><LastAuthenticatedRegion>${region}</LastAuthenticatedRegion></member>`

describe('the regions of a user', () => {
  it('are where the report saw the user, beside that of IAM and one’s own', async () => {
    const rows = [row('sqs', 'eu-west-1'), row('ec2', 'ap-southeast-2'), row('s3', 'eu-west-1')].join('')
    const done = `<JobStatus>COMPLETED</JobStatus><JobCreationDate>2026-06-01T00:00:00Z</JobCreationDate><ServicesLastAccessed>${rows}</ServicesLastAccessed><IsTruncated>false</IsTruncated>`
    expect((await regions(() => done)).found).toEqual(['ap-southeast-2', 'eu-west-1', 'us-east-1'])
    expect((await regions(() => done, ARN.replace('arn:aws:', 'arn:aws-cn:'))).found).toContain('cn-north-1')
  })

  it('are the latter alone where the report may not be read, or takes long', async () => {
    const denied = { status: 403, code: 'AccessDenied', message: 'not authorized' }
    expect((await regions(() => denied)).found).toEqual(['us-east-1'])
    const pending = '<JobStatus>IN_PROGRESS</JobStatus><JobCreationDate>2026-06-01T00:00:00Z</JobCreationDate>'
    const { found, seconds } = await regions(() => pending)
    expect(found).toEqual(['us-east-1'])
    expect(seconds).toBeLessThanOrEqual(30)
  })
})
