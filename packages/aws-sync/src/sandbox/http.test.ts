import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox } from './open-sandbox.ts'
import type { SandboxServer } from './http-server.ts'

let server: SandboxServer
beforeAll(async () => {
  server = await (await openSandbox({ accountId: '111122223333' })).listen(0)
})
afterAll(() => server.close())

const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
})

async function ask(
  body: string | undefined,
  options: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; type: string | null; requestId: string | null; text: string }> {
  const { path = '/', method = 'POST', headers = signed('iam') } = options
  const response = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    requestId: response.headers.get('x-amzn-requestid'),
    text: await response.text(),
  }
}

describe('over plain HTTP', () => {
  it('answers XML with a request id', async () => {
    const { status, type, requestId, text } = await ask('Action=ListUsers&Version=2010-05-08')
    expect(status).toBe(200)
    expect(type).toBe('text/xml')
    expect(text).toBe(
      `<ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListUsersResult><Users></Users><IsTruncated>false</IsTruncated></ListUsersResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></ListUsersResponse>`,
    )
  })

  it('tells the services apart by version, else by signature', async () => {
    const byVersion = await ask('Action=GetCallerIdentity&Version=2011-06-15')
    expect(byVersion.text).toContain('<Account>111122223333</Account>')
    const bySignature = await ask('Action=GetCallerIdentity', { headers: signed('sts') })
    expect(bySignature.text).toContain('<Account>111122223333</Account>')
  })

  it('takes a signed GET', async () => {
    const query = new URLSearchParams({
      Action: 'ListGroups',
      Version: '2010-05-08',
      'X-Amz-Credential': 'k/2026/r/iam/aws4_request',
    })
    const { status, text } = await ask(undefined, { method: 'GET', path: `/?${query.toString()}`, headers: {} })
    expect(status).toBe(200)
    expect(text).toContain('<Groups></Groups>')
  })

  it.each([
    {
      what: 'an operation that is not there',
      body: 'Action=MakeCoffee&Version=2010-05-08',
      status: 400,
      code: 'InvalidAction',
    },
    { what: 'no operation', body: '', status: 400, code: 'MissingAction' },
    { what: 'a number that is none', body: 'Action=ListUsers&MaxItems=ten', status: 400, code: 'MalformedInput' },
    {
      what: 'a boolean that is none',
      body: 'Action=ListPolicies&OnlyAttached=perhaps',
      status: 400,
      code: 'MalformedInput',
    },
    {
      what: 'a name nested without end',
      body: `Action=ListUsers&${'a.'.repeat(5000)}a=1`,
      status: 400,
      code: 'MalformedInput',
    },
    { what: 'a missing parameter', body: 'Action=GetGroup', status: 400, code: 'ValidationError' },
    { what: 'a value outside its list', body: 'Action=ListPolicies&Scope=Mine', status: 400, code: 'ValidationError' },
    {
      what: 'names of built-in properties',
      body: 'Action=__proto__&constructor=1&__proto__.x=2',
      status: 400,
      code: 'InvalidAction',
    },
    { what: 'bytes that are no text', body: 'Action=%FF%FE%00', status: 400, code: 'InvalidAction' },
  ])('refuses $what', async ({ body, status, code }) => {
    const answer = await ask(body)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(`<Type>Sender</Type><Code>${code}</Code><Message>`)
  })

  it('refuses other methods, other paths, no signature and a body without end', async () => {
    expect(await ask(undefined, { method: 'DELETE' })).toMatchObject({ status: 405 })
    const elsewhere = await ask('Action=ListUsers', { path: '/elsewhere' })
    expect(elsewhere.status).toBe(404)
    const unsigned = await ask('Action=ListUsers', { headers: {} })
    expect(unsigned.status).toBe(403)
    expect(unsigned.text).toContain('<Code>MissingAuthenticationToken</Code>')
    const huge = await ask(`Action=ListUsers&x=${'y'.repeat(5_000_000)}`).catch(() => ({ status: 413 }))
    expect(huge.status).toBe(413)
  })

  it('tells all missing parameters at once', async () => {
    const { text } = await ask('Action=AddUserToGroup')
    expect(text).toContain('2 validation errors detected: ')
    expect(text).toContain('&apos;groupName&apos;'.replaceAll('&apos;', "'"))
    expect(text).toContain("'userName'")
  })
})
