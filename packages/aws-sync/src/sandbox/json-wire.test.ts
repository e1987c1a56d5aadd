import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxServer } from './http-server.ts'
import { openSandbox } from './open-sandbox.ts'

let server: SandboxServer
beforeAll(async () => {
  server = await (await openSandbox({ accountId: '111122223333' })).listen(0)
})
afterAll(() => server.close())

const authorization = (key: string): string =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/cloudtrail/aws4_request, SignedHeaders=host, Signature=0`

async function ask(
  target: string,
  body: string,
  options: { path?: string; method?: string; key?: string | undefined } = {},
): Promise<{ status: number; type: string | null; body: unknown }> {
  const { path = '/', method = 'POST', key = 'AKIDEXAMPLE' } = options
  const response = await fetch(server.url + path, {
    method,
    headers: { 'x-amz-target': target, ...(key === '' ? {} : { authorization: authorization(key) }) },
    ...(method === 'POST' ? { body } : {}),
  })
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  const json: unknown = JSON.parse(await response.text())
  return { status: response.status, type: response.headers.get('content-type'), body: json }
}

describe('AWS JSON 1.1 over plain HTTP', () => {
  it.each([
    {
      what: 'an operation that is not there',
      target: 'CloudTrail_20131101.MakeCoffee',
      type: 'UnknownOperationException',
      message: 'Could not find operation MakeCoffee',
    },
    {
      what: 'a service that is not there',
      target: 'Kitchen_2013.MakeCoffee',
      type: 'UnknownOperationException',
      message: 'There is no service "Kitchen_2013" here',
    },
    {
      what: 'a target without an operation',
      target: 'CloudTrail',
      type: 'UnknownOperationException',
      message: 'There is no service "" here',
    },
  ])('refuses $what', async ({ target, type, message }) => {
    expect(await ask(target, '{}')).toEqual({
      status: 400,
      type: 'application/x-amz-json-1.1',
      body: { __type: type, message },
    })
  })

  it.each([
    [{ MaxResults: 'ten' }, 'SerializationException', /^maxResults: /],
    [{ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 7 }] }, 'SerializationException', /^lookupAttr/],
    [
      { LookupAttributes: [{ AttributeKey: 'EventName' }] },
      'ValidationException',
      /^1 validation error detected: Value at 'lookupAttributes\.1\.member\.attributeValue' failed to satisfy constraint: Member must not be null$/,
    ],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException', /between 1 and 50/],
    [{ NextToken: '' }, 'InvalidNextTokenException', /token/],
    [{ EventCategory: 'data' }, 'InvalidEventCategoryException', /insight/],
    [{ StartTime: 1_800_000_000, EndTime: 1_700_000_000 }, 'InvalidTimeRangeException', /start time/],
  ])('refuses to look up %j', async (input, type, message) => {
    const { status, body } = await ask('CloudTrail_20131101.LookupEvents', JSON.stringify(input))
    expect([status, body]).toEqual([400, { __type: type, message: expect.stringMatching(message) }])
  })

  it('refuses another place and another method', async () => {
    expect(await ask('CloudTrail_20131101.LookupEvents', '{}', { path: '/events' })).toMatchObject({
      status: 404,
      body: { __type: 'NotFound' },
    })
    expect(await ask('CloudTrail_20131101.LookupEvents', '', { method: 'GET' })).toMatchObject({
      status: 405,
      body: { __type: 'MethodNotAllowed' },
    })
  })
})
