import { CreateClusterCommand, CreateHsmCommand, InitializeClusterCommand } from '@aws-sdk/client-cloudhsm-v2'
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { openSandbox } from '@rolewright/aws-sync'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

let project: Project
const ACCOUNT = ['--sandbox', 'account.json', '--region', 'eu-west-1']

beforeEach(async () => {
  project = createProject()
  await openSandbox({ file: join(project.folder, 'account.json'), accountId: '111122223333' })
})
afterEach(() => project.remove())

/** A cluster as it was made an hour ago. */
async function makeCluster(options: { initialized: boolean }): Promise<string> {
  let time = Date.now() - 3_600_000
  const file = join(project.folder, 'account.json')
  const sandbox = await openSandbox({ file, clock: () => new Date(time) })
  const client = await sandbox.clients.cloudHsm('eu-west-1')
  const { Cluster: made } = await client.send(
    new CreateClusterCommand({ HsmType: 'hsm2m.medium', SubnetIds: ['subnet-0123abcd'] }),
  )
  const ClusterId = made?.ClusterId ?? ''
  time += 1000
  await client.send(new CreateHsmCommand({ ClusterId, AvailabilityZone: 'eu-west-1a' }))
  time += 1000
  if (options.initialized)
    await client.send(new InitializeClusterCommand({ ClusterId, SignedCert: 'signed', TrustAnchor: 'anchor' }))
  return ClusterId
}

describe('cloudhsm status', () => {
  it('tells of an account without clusters, role and administrators', async () => {
    const ran = await runHere(project.folder, ['cloudhsm', 'status', ...ACCOUNT])
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toContain('eu-west-1\n  no clusters')
    expect(ran.stdout).toContain('AWSServiceRoleForCloudHSM does not exist')
    expect(ran.stdout).toContain('Who may administer it, by the model\n  nobody')
  })

  it('tells clusters, HSMs, backups, the role and its last use', async () => {
    const id = await makeCluster({ initialized: true })
    const ran = await runHere(project.folder, ['cloudhsm', ...ACCOUNT])
    expect(ran.stdout).toContain(`  ${id}  ACTIVE  hsm2m.medium, 1 HSM, 1 backup ready`)
    expect(ran.stdout).toMatch(/ {2}last used on \d{4}-\d{2}-\d{2} in eu-west-1/)
    expect(ran.stdout).toContain(`  used by ${id}`)
  })

  it('refuses what is no region before anything is asked', async () => {
    const ran = await runHere(project.folder, [
      'cloudhsm',
      'status',
      '--sandbox',
      'account.json',
      '--region',
      'evil.example/x',
    ])
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error invalid-region: `evil.example/x` is not a region of AWS'),
    })
  })
})

describe('cloudhsm enable', () => {
  it('makes the role once, and edits its description', async () => {
    const made = await runHere(project.folder, ['cloudhsm', 'enable', '--sandbox', 'account.json', '--yes'])
    expect(made.stdout).toContain(
      'Made arn:aws:iam::111122223333:role/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM.',
    )
    const again = await runHere(project.folder, ['cloudhsm', 'enable', '--sandbox', 'account.json', '--yes'])
    expect(again.stdout).toContain(
      "exists. Its policy, its trust and its name can't be edited; its description and tags can.",
    )
    const args = [
      'cloudhsm',
      'enable',
      '--description',
      'Logs of the HSMs',
      '--sandbox',
      'account.json',
      '--yes',
      '--json',
    ]
    const described = await runHere(project.folder, args)
    expect(JSON.parse(described.stdout)).toMatchObject({
      created: false,
      described: true,
      role: { description: 'Logs of the HSMs' },
    })
  })

  it('warns whoever may not make it, as the evaluator finds, over HTTP with the SDK’s own configuration', async () => {
    const sandbox = await openSandbox({ file: join(project.folder, 'account.json') })
    const { iam } = sandbox.clients
    await iam.send(new CreateUserCommand({ UserName: 'wang' }))
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['cloudhsm:*', 'iam:GetAccountAuthorizationDetails', 'iam:GetRole'], Resource: '*' },
      ],
    })
    await iam.send(new PutUserPolicyCommand({ UserName: 'wang', PolicyName: 'hsm', PolicyDocument }))
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'wang' }))
    const server = await sandbox.listen(0)
    vi.stubEnv('AWS_ENDPOINT_URL', server.url)
    vi.stubEnv('AWS_ACCESS_KEY_ID', key?.AccessKeyId ?? '')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', key?.SecretAccessKey ?? '')
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    try {
      const ran = await runHere(project.folder, ['cloudhsm', 'enable', '--yes'])
      expect(ran.stdout).toContain(
        'warning user wang may create clusters but not `iam:CreateServiceLinkedRole`: its first cluster fails while there is no role',
      )
      expect(ran.stdout).toContain(
        'warning you (arn:aws:iam::111122223333:user/wang) may not `iam:CreateServiceLinkedRole`',
      )
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('error aws-access-denied') })
      const status = await runHere(project.folder, ['cloudhsm', 'status', '--json'])
      expect(JSON.parse(status.stdout)).toMatchObject({ status: { regions: ['eu-west-1'], clusters: [], role: null } })
    } finally {
      vi.unstubAllEnvs()
      await server.close()
    }
  })

  it('says that the first cluster makes it where it is not made now', async () => {
    const ran = await runHere(project.folder, ['cloudhsm', 'enable', '--sandbox', 'account.json'], { confirm: false })
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('the first cluster makes the role') })
  })
})

describe('cloudhsm disable', () => {
  it('lists what stands in the way and stops', async () => {
    const id = await makeCluster({ initialized: true })
    const ran = await runHere(project.folder, ['cloudhsm', 'disable', ...ACCOUNT, '--yes'])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toMatch(
      new RegExp(`HSM hsm-[2-7a-z]+ of ${id} in eu-west-1, ACTIVE\\n {2}cluster ${id} in eu-west-1, ACTIVE`),
    )
    expect(ran.stderr).toContain('error cloudhsm-in-the-way')
  })

  it('refuses a cluster without a backup', async () => {
    const id = await makeCluster({ initialized: false })
    const ran = await runHere(project.folder, ['cloudhsm', 'disable', ...ACCOUNT, '--delete-clusters', id, '--yes'])
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`error cloudhsm-refused: \`${id}\` is not deleted: it has no backup`),
    })
  })

  it('deletes what is typed in, then the role', async () => {
    const id = await makeCluster({ initialized: true })
    const ask = {
      choose: () => Promise.reject(new Error('nothing to choose')),
      write: () => Promise.resolve(` ${id} `),
    }
    const ran = await runHere(project.folder, ['cloudhsm', 'disable', ...ACCOUNT, '--delete-clusters'], {
      ask,
      confirm: true,
    })
    expect(ran.stdout).toContain('Deleted 1 HSM and 1 cluster; the role is gone.')
    expect(ran.code).toBe(0)
    const again = await runHere(project.folder, ['cloudhsm', 'disable', ...ACCOUNT, '--yes', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ hsms: [], clusters: [], role: true })
  })
})
