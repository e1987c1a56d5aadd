import { createServer, type Server } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeClustersCommand } from '@aws-sdk/client-cloudhsm-v2'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { HttpRequest } from '@smithy/protocol-http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { awsClients } from './aws-clients.ts'

let server: Server
let url = ''
let seen: { readonly host: string; readonly target: string; readonly key: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const { host = '', authorization = '' } = request.headers
    const key = /Credential=([^/]+\/\d+\/[^/]+\/[^/]+)/.exec(authorization)?.[1] ?? ''
    seen.push({ host, target: String(request.headers['x-amz-target']), key: key.replace(/\/\d+\//, '/') })
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

beforeEach(() => {
  seen = []
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-very-secret-key')
  for (const name of ['AWS_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_CLOUDHSM_V2', 'AWS_CONFIG_FILE']) {
    vi.stubEnv(name, '')
  }
})
afterEach(() => vi.unstubAllEnvs())

/** Where a request of CloudHSM goes, without sending it further. */
async function hostAsked(): Promise<string> {
  const client = await awsClients().cloudHsm('eu-west-1')
  let host = ''
  client.middlewareStack.add(
    () => async (args) => {
      const { request } = args
      const has = typeof request === 'object' && request !== null && 'hostname' in request
      host = has ? String(request.hostname) : ''
      return Promise.reject(new Error('not sent'))
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  await client.send(new DescribeClustersCommand({})).catch(() => undefined)
  client.destroy()
  return host
}

async function describeClusters(): Promise<void> {
  const client = await awsClients().cloudHsm('eu-west-1')
  await client.send(new DescribeClustersCommand({}))
  client.destroy()
}

const asked = (): unknown => [
  {
    host: url.slice('http://'.length),
    target: 'BaldrApiService.DescribeClusters',
    key: 'AKIAEXAMPLE/eu-west-1/cloudhsm',
  },
]

const keys = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = a-very-secret-key\n'

async function configFile(text: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'rolewright-config-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const file = join(dir, 'config')
  await writeFile(file, text)
  vi.stubEnv('AWS_CONFIG_FILE', file)
  vi.stubEnv('AWS_PROFILE', 'emulated')
  // The SDK warns where both a profile and keys are set.
  vi.stubEnv('AWS_ACCESS_KEY_ID', '')
}

describe('the client of CloudHSM, which is too old to read the settings of endpoints itself', () => {
  it('asks AWS where nothing else is set', async () => {
    expect(await hostAsked()).toBe('cloudhsmv2.eu-west-1.amazonaws.com')
  })

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_CLOUDHSM_V2'])('never asks AWS where %s is set', async (name) => {
    vi.stubEnv(name, url)
    expect(await hostAsked()).toBe('127.0.0.1')
    await describeClusters()
    expect(seen).toEqual(asked())
  })

  it('puts its own endpoint before that of all services', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://elsewhere.invalid')
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDHSM_V2', url)
    await describeClusters()
    expect(seen).toEqual(asked())
  })

  it('reads the endpoint of the profile', async () => {
    await configFile(`[profile emulated]\n${keys}endpoint_url = ${url}\n`)
    await describeClusters()
    expect(seen).toEqual(asked())
  })

  it("reads the profile's services section first", async () => {
    await configFile(
      `[profile emulated]\n${keys}endpoint_url = http://elsewhere.invalid\nservices = here\n\n[services here]\ncloudhsm_v2 =\n  endpoint_url = ${url}\n`,
    )
    await describeClusters()
    expect(seen).toEqual(asked())
  })

  it('asks AWS where configured endpoints are to be ignored', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', url)
    vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true')
    expect(await hostAsked()).toBe('cloudhsmv2.eu-west-1.amazonaws.com')
  })
})

describe('the client of CloudTrail', () => {
  it('asks the configured endpoint, signed for its region', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', url)
    const clients = awsClients()
    const client = await clients.cloudTrail('eu-west-1')
    await client.send(new LookupEventsCommand({}))
    client.destroy()
    expect(await clients.cloudTrail('eu-west-1')).toBe(client)
    expect(seen).toEqual([
      {
        host: url.slice('http://'.length),
        target: 'CloudTrail_20131101.LookupEvents',
        key: 'AKIAEXAMPLE/eu-west-1/cloudtrail',
      },
    ])
  })
})

it('no call waits without end for an endpoint that never answers', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', url)
  const { iam, sts, cloudTrail, kms } = awsClients()
  for (const client of [iam, sts, await cloudTrail('eu-west-1'), await kms('eu-west-1')]) {
    // The handler knows its settings once it was used.
    const port = Number(new URL(url).port)
    await client.config.requestHandler.handle(new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port }))
    expect(client.config.requestHandler).toMatchObject({
      config: { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    })
    client.destroy()
  }
})
