// The whole way, on an embedded AWS account: roles written in TypeScript go into IAM, drift, are repaired, are reviewed after months
// of use, are narrowed, and are published. Everything it makes lies in `.demo/`. Run it with `pnpm run demo`.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { ChangePasswordCommand, GetGroupCommand, GetPolicyCommand, GetPolicyVersionCommand } from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { RolewrightError } from '@rolewright/core'
import { changeByHand, foreignThings, layForeignThings } from './demo-account.ts'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const DEMO = join(ROOT, '.demo')
const ACCOUNT = '111122223333'
const POWER_USER = `arn:aws:iam::${ACCOUNT}:policy/rolewright/example/PowerUserExampleCorp`
const WHERE = '--account dev --sandbox account.json'

/** The policy that AWS's delegated-user document arrives at. */
const FINAL_POLICY = {
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
}

/** Something came out otherwise than it must. */
class Unexpected extends Error {}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Unexpected(otherwise)
}

const bold = (text: string): string =>
  process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' ? `\u001B[1m${text}\u001B[0m` : text

let steps = 0
function step(title: string): void {
  steps += 1
  console.log(`\n${bold(`== ${steps}. ${title}`)}\n`)
}

/** Runs the command as a user would, in `.demo`, shows what it prints, and gives its stdout. */
function rolewright(command: string, options: { readonly exits?: number } = {}): Promise<string> {
  const { exits = 0 } = options
  console.log(bold(`$ rolewright ${command}`))
  return new Promise((resolve, reject) => {
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const child = spawn(process.execPath, [join(ROOT, 'packages/cli/bin/rolewright.js'), ...args], {
      cwd: DEMO,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      process.stdout.write(text)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      console.log()
      if (code === exits) resolve(output)
      else reject(new Unexpected(`\`rolewright ${command}\` exits ${code}, not ${exits}`))
    })
  })
}

/** An empty `.demo` with a copy of the roles, and a config that keeps everything there. */
async function prepare(): Promise<void> {
  await rm(DEMO, { recursive: true, force: true })
  await mkdir(DEMO, { recursive: true })
  await cp(join(ROOT, 'roles'), join(DEMO, 'roles'), {
    recursive: true,
    filter: (file) => !file.endsWith('.test.ts'),
  })
  await writeFile(
    join(DEMO, 'rolewright.config.ts'),
    `import { defineConfig } from '@rolewright/core'
import model from './roles/model.ts'

export default defineConfig({ model, lock: '../aws-managed.lock.json' })
`,
  )
}

interface UsageFile {
  readonly uses: readonly {
    readonly user: string
    readonly daysAgo: number
    readonly actions: readonly string[]
    readonly on?: string
  }[]
}

interface ReviewFile {
  readonly proposals: readonly {
    readonly id: string
    readonly policyName: string
    readonly statementIndex: number
  }[]
}

async function demo(): Promise<void> {
  await prepare()
  console.log(bold('Rolewright, end to end, on an embedded AWS account'))
  console.log('Commands run in .demo/, where a copy of roles/ lies; `rolewright` is `npx -y pnpm@12 exec rolewright`.')

  step('Check the roles, offline')
  await rolewright('check')

  step('Plan and apply, to an account that already holds things of others')
  const sandbox = await openSandbox({ file: join(DEMO, 'account.json'), accountId: ACCOUNT })
  const { iam } = sandbox.clients
  await layForeignThings(iam)
  const foreign = await foreignThings(iam)
  const firstPlan = await rolewright(`plan ${WHERE} --out plan.json`)
  for (const name of [
    'Contractors',
    'NightShift',
    'BackupToVault',
    'backup-server',
    'terry.whitlock',
    'nightly-backup',
  ]) {
    expect(firstPlan.includes(name), `the plan does not show the foreign \`${name}\``)
  }
  await rolewright(`apply plan.json ${WHERE} --yes`)
  expect((await foreignThings(iam)) === foreign, 'apply changed something foreign')
  console.log('What others made is, byte for byte, as it was.')

  step('Two people begin: their role comes when they have signed in and set a password of their own')
  await rolewright(`people onboard mary-major diego-ramirez ${WHERE} --secrets passwords.txt --yes`)
  await setOwnPasswords(sandbox)
  await rolewright(`apply ${WHERE} --yes`)
  const { Users: powerUsers = [] } = await iam.send(new GetGroupCommand({ GroupName: 'PowerUsers' }))
  expect(powerUsers.length === 2, 'the power users are not in their group')

  step('Plan again: nothing left to do')
  expect((await rolewright(`plan ${WHERE} --exit-code`)).includes('No changes'), 'the second plan has changes')

  step('Somebody edits a policy and detaches another by hand: drift finds both, apply repairs')
  await changeByHand(iam, ACCOUNT)
  const drift = await rolewright(`drift ${WHERE}`, { exits: 2 })
  expect(drift.includes('policy CloudHsmAdminPolicy was edited'), 'drift does not find the edited policy')
  expect(drift.includes('ExperimentData is not attached'), 'drift does not find the detached policy')
  expect(drift.includes('2 differences'), 'drift finds more or less than the two changes')
  await rolewright(`apply ${WHERE} --yes`)
  await rolewright(`drift ${WHERE}`)

  step('Seven months pass')
  const now = await sandbox.advance({ months: 7 })
  const usage: UsageFile = JSON.parse(await readFile(join(ROOT, 'scripts/demo-usage.json'), 'utf8'))
  const day = 86_400_000
  await sandbox.use(
    usage.uses.flatMap(({ user, daysAgo, actions, on = '*' }) =>
      actions.map((action) => ({ user, action, resource: on, at: new Date(now.getTime() - daysAgo * day) })),
    ),
  )
  for (const { user, daysAgo, actions } of usage.uses.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    console.log(`${String(daysAgo).padStart(4)} days ago  ${user}: ${actions.join(', ')}`)
  }
  console.log(`\nThe account's clock shows ${now.toISOString().slice(0, 10)}. (Usage: scripts/demo-usage.json)`)

  step('Review: what was not used for 90 days?')
  await rolewright(`review ${WHERE} --window 90`)
  const proposals = await powerUserProposals()
  const [first, second] = proposals
  expect(
    first?.statementIndex === 0 && second?.statementIndex === 1,
    'the review does not propose to narrow both statements of PowerUserExampleCorp',
  )
  await rolewright(`review decide ${first?.id.slice(0, 12)} accept --reason "Only EC2 and S3 are needed" ${WHERE}`)
  await rolewright(
    `review decide ${second?.id.slice(0, 12)} keep --reason "Service-linked roles are needed when new services come" ${WHERE}`,
  )

  step('The accepted proposal becomes an edit of the source, which is applied')
  await rolewright(`review patch ${WHERE}`)
  await rolewright(`plan ${WHERE}`)
  await rolewright(`apply ${WHERE} --yes`)
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: POWER_USER }))
  const VersionId = Policy?.DefaultVersionId
  expect(VersionId === 'v2', `PowerUserExampleCorp is at ${VersionId}, not at a new version`)
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: POWER_USER, VersionId }))
  const document: unknown = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))
  expect(
    isDeepStrictEqual(document, FINAL_POLICY),
    `PowerUserExampleCorp is not what the document arrives at: ${JSON.stringify(document)}`,
  )
  console.log('PowerUserExampleCorp v2 is exactly the policy of AWS’s delegated-user document:')
  console.log(JSON.stringify(document, null, 2))
  expect((await foreignThings(iam)) === foreign, 'something foreign changed')

  step('Is the history whole?')
  await rolewright('audit')
  await rolewright('audit verify')

  step('Publish it')
  await rolewright(`site build ${WHERE} --docs ../docs`)
  expect((await stat(join(DEMO, 'site/index.html'))).size > 0, 'the site has no first page')
}

/** What people do who have got their first password: sign in, and set another. */
async function setOwnPasswords(sandbox: Sandbox): Promise<void> {
  const file = join(DEMO, 'passwords.txt')
  for (const [, user = '', password = ''] of (await readFile(file, 'utf8')).matchAll(
    /user: +(\S+)[\s\S]*?password: +(\S+)/g,
  )) {
    const { iam } = await sandbox.signIn({ user, password })
    await iam.send(new ChangePasswordCommand({ OldPassword: password, NewPassword: `Own-${randomUUID()}` }))
    console.log(`${user} signs in, and sets a password of their own`)
  }
  await rm(file)
}

/** The review's proposals for the policy of the Power Users, by statement. */
async function powerUserProposals(): Promise<ReviewFile['proposals']> {
  const [file] = await readdir(join(DEMO, 'reviews'))
  expect(file !== undefined, 'the review left no file in .demo/reviews')
  const review: ReviewFile = JSON.parse(await readFile(join(DEMO, 'reviews', file ?? ''), 'utf8'))
  return review.proposals
    .filter((proposal) => proposal.policyName === 'PowerUserExampleCorp')
    .toSorted((a, b) => a.statementIndex - b.statementIndex)
}

const began = performance.now()
try {
  await demo()
  console.log(
    `\n${bold('Done')} in ${Math.round((performance.now() - began) / 1000)} s. The site lies in .demo/site; open it with`,
  )
  console.log('  npx -y pnpm@12 exec rolewright site preview --config .demo/rolewright.config.ts')
} catch (error) {
  const hint = error instanceof RolewrightError && error.hint !== undefined ? `\n  mend:  ${error.hint}` : ''
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}${hint}`)
  process.exitCode = 1
}
