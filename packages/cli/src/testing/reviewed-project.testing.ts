import { openSandbox, type Sandbox } from '@rolewright/aws-sync'
import { createProject, type Project } from './project.testing.ts'
import { runHere } from './run-here.testing.ts'

export const REVIEWED_MODEL = `import { allow, defineAccount, defineModel, definePerson, definePolicy, defineRole, defineTask } from '@rolewright/core'

const build = definePolicy({
  name: 'Build',
  statements: [
    // All but people.
    allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }),
    allow({ sid: 'SeeRoles', actions: ['iam:ListRoles', 'iam:GetRole'], resources: ['*'] }),
  ],
})
const read = definePolicy({ name: 'Read', statements: [allow({ actions: ['sqs:*', 'sns:*'], resources: ['*'] })] })
const develop = defineTask({ id: 'develop', title: 'Develop', policies: [build, read] })
const developer = defineRole({
  id: 'developer',
  title: 'Developer',
  owner: 'engineering@example.com',
  justification: 'Builds things',
  tasks: [develop],
})
const ana = definePerson({ id: 'ana', userName: 'ana', name: 'Ana', roles: [developer] })
const dev = defineAccount({ id: 'dev', accountId: '111122223333' })

export default defineModel({ id: 'test', roles: [developer], people: [ana], accounts: [dev] })
`

export const SANDBOX = ['--sandbox', 'account.json'] as const

/** A project whose roles are in a sandbox, were used for months (EC2, SQS, long ago IAM), and were reviewed. */
export async function reviewedProject(
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly project: Project; readonly sandbox: Sandbox; readonly ids: readonly string[] }> {
  const project = createProject({ 'model.ts': REVIEWED_MODEL, ...files })
  const sandbox = await openSandbox({ file: `${project.folder}/account.json`, accountId: '111122223333' })
  await runHere(project.folder, ['apply', ...SANDBOX, '--yes'])
  const now = await sandbox.advance({ months: 7 })
  const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
  await sandbox.use([
    { user: 'ana', action: 'ec2:RunInstances', at: ago(10) },
    { user: 'ana', action: 'sqs:SendMessage', at: ago(10) },
    { user: 'ana', action: 'iam:ListRoles', at: ago(180) },
  ])
  const review = await runHere(project.folder, ['review', ...SANDBOX, '--json'])
  const { review: made }: { review: { proposals: readonly { id: string }[] } } = JSON.parse(review.stdout)
  return { project, sandbox, ids: made.proposals.map(({ id }) => id) }
}
