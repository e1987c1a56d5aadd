import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { parsePolicy, type PolicyDocument, type Statement } from '@rolewright/core/policy'

const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')

/** The policies that the README gives, in its order. */
export const README_POLICIES: readonly PolicyDocument[] = [...readme.matchAll(/```json\n(.+?)```/gs)].map(([, text]) =>
  parsePolicy(text ?? ''),
)

/** A model for which the account of `openRightsAccount` needs a change of every kind. */
export const RIGHTS_MODEL = `import {
  allow, awsManaged, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask,
} from '@rolewright/core'

const policy = (name) => definePolicy({ name, statements: [allow({ actions: ['ce:Get*'], resources: ['*'] })] })
const policies = [policy('Missing'), policy('Full'), policy('Moved'), awsManaged('ReadOnlyAccess')]
const work = defineTask({ id: 'work', title: 'Work', policies })
const about = { owner: 'it@example.com', justification: 'Is needed', tasks: [work] }
const old = defineRole({ id: 'old', title: 'Old', activation: 'after first sign-in', ...about })
const fresh = defineRole({ id: 'fresh', title: 'Fresh', ...about })
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [old] })
const bo = definePerson({ id: 'bo', userName: 'bo', name: 'Bo', roles: [fresh] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [old, fresh], people: [ana, bo], accounts: [dev] })
`

const WANTED = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ce:Get*'], Resource: ['*'] }],
})
const OTHER = WANTED.replace('ce:Get', 'support:Describe')
const DAY = 86_400_000

/** An account on a port, with a user who holds given policies. */
export interface RightsAccount {
  /** What makes the SDK that user. */
  readonly env: Readonly<Record<string, string>>
  /** Operations that were asked for, each once, sorted. */
  readonly asked: () => readonly string[]
  readonly close: () => Promise<void>
}

/** An account of a year's age in which `apply --prune` has every kind of change to make. */
export async function openRightsAccount(documents: readonly PolicyDocument[]): Promise<RightsAccount> {
  let ago = 365 * DAY
  const sandbox = await openSandbox({ accountId: '111122223333', clock: () => new Date(Date.now() - ago) })
  const { iam } = sandbox.clients
  const Path = '/rolewright/test/'
  const arn = (name: string): string => `arn:aws:iam::111122223333:policy${Path}${name}`
  for (const [PolicyName, PolicyDocument] of [
    ['Full', OTHER],
    ['Moved', WANTED],
    ['Gone', OTHER],
  ])
    await iam.send(new CreatePolicyCommand({ Path, PolicyName, PolicyDocument }))
  for (const name of ['Full', 'Full', 'Full', 'Full', 'Moved'])
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn(name), PolicyDocument: OTHER, SetAsDefault: true }))
  for (const GroupName of ['Old', 'Gone']) await iam.send(new CreateGroupCommand({ Path, GroupName }))
  for (const GroupName of ['Old', 'Gone'])
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: arn('Gone') }))
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'Old', PolicyName: 'Inline', PolicyDocument: OTHER }))
  for (const UserName of ['ana', 'reader']) await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateLoginProfileCommand({ UserName: 'ana', Password: 'Long-enough-1' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Gone', UserName: 'ana' }))
  for (const [index, document] of documents.entries()) {
    const given = { UserName: 'reader', PolicyName: `Readme${index}`, PolicyDocument: JSON.stringify(document) }
    await iam.send(new PutUserPolicyCommand(given))
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }))
  ago = 0
  const at = new Date(Date.now() - 2 * DAY)
  await sandbox.use({ user: 'ana', action: 'support:DescribeCases', resource: '*', at })
  await sandbox.use({ user: 'ana', action: 'signin:ConsoleLogin', at })
  const server = await sandbox.listen(0)
  const listening = await listenFor(server.url)
  return {
    env: {
      AWS_ENDPOINT_URL: listening.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    },
    asked: listening.asked,
    close: async () => {
      await listening.close()
      await server.close()
    },
  }
}

/** Stands before an endpoint and notes what it is asked. */
async function listenFor(url: string): Promise<{
  readonly url: string
  readonly asked: () => readonly string[]
  readonly close: () => Promise<void>
}> {
  const asked = new Set<string>()
  const server = createServer((incoming, outgoing) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (text: string) => (body += text))
    incoming.on('end', () => {
      const { authorization = '', 'content-type': type = '', 'x-amz-target': target } = incoming.headers
      const service = /\/([^/]+)\/aws4_request/.exec(authorization)?.[1] ?? ''
      const operation = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(body).get('Action')
      asked.add(`${service}:${operation ?? ''}`)
      const named = typeof target === 'string' ? { 'x-amz-target': target } : undefined
      const headers = { authorization, 'content-type': type, ...named }
      void forward(url, { body, headers }, outgoing)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => [...asked].toSorted(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function forward(
  target: string,
  given: { readonly body: string; readonly headers: Record<string, string> },
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const answer = await fetch(target, { method: 'POST', ...given })
    const text = await answer.text()
    outgoing.writeHead(answer.status, { 'content-type': 'text/xml' }).end(text)
  } catch {
    outgoing.destroy()
  }
}

/** The statements of a policy. */
export function statementsOf(document: PolicyDocument | undefined): readonly Statement[] {
  const { Statement: given = [] } = document ?? {}
  return 'Effect' in given ? [given] : given
}

/** The actions of a policy. */
export function actionsOf(document: PolicyDocument | undefined): readonly string[] {
  return statementsOf(document).flatMap((statement) => statement.Action ?? [])
}

/** The policy with one action taken out. */
export function without(document: PolicyDocument, action: string): PolicyDocument {
  const rest = statementsOf(document).map((statement) => ({
    ...statement,
    Action: [statement.Action ?? []].flat().filter((one) => one !== action),
  }))
  return { ...document, Statement: rest.filter((statement) => statement.Action.length > 0) }
}
