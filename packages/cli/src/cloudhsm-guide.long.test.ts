import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { type Ran, rolewright } from './testing/rolewright.testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guides/cloudhsm-administrators.md'), 'utf8')
const sdk = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-cloudhsm-v2/package.json'))

/** Every block of a kind, in the guide's order. */
const blocks = (kind: string): readonly string[] =>
  [...guide.matchAll(new RegExp('```' + kind + String.raw`\n([\s\S]*?)` + '```', 'g'))].map(([, text = '']) => text)

const files = Object.fromEntries(
  [...blocks('ts'), ...blocks('js')].map((text) => {
    const name = /^\/\/ (\S+)\n/.exec(text)?.[1] ?? ''
    return [name, text]
  }),
)

/** Words of a command line, those in quotes as one. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)

async function runLine({ folder }: Project, line: string): Promise<Ran> {
  const [program, ...args] = wordsOf(line)
  if (program !== 'node') return rolewright(folder, args)
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { cwd: folder, encoding: 'utf8' })
  return { code: status, stdout, stderr }
}

it('the guide for CloudHSM administrators runs as it is written, from bootstrap to the role’s deletion', async () => {
  const project = createProject(files)
  try {
    mkdirSync(join(project.folder, 'node_modules/@aws-sdk'), { recursive: true })
    symlinkSync(join(root, 'packages/aws-sync'), join(project.folder, 'node_modules/@rolewright/aws-sync'), 'dir')
    symlinkSync(sdk, join(project.folder, 'node_modules/@aws-sdk/client-cloudhsm-v2'), 'dir')
    let cluster = ''
    const outputs: string[] = []
    for (const line of blocks('sh').flatMap((block) => block.trim().split('\n'))) {
      const [command = '', comment = ''] = line.split(' # ')
      const ran = await runLine(project, command.replace('<cluster>', cluster))
      expect([command, ran.code, ran.stderr]).toEqual([command, comment === 'exits 1' ? 1 : 0, expect.any(String)])
      if (command.startsWith('node ')) cluster = ran.stdout.trim()
      outputs.push(ran.stdout)
    }
    const all = outputs.join('\n')
    expect(all).toContain(
      'Made arn:aws:iam::111122223333:role/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM.',
    )
    expect(all).toContain('Changed its description.')
    expect(all).toContain(`${cluster}  ACTIVE  hsm2m.medium, 1 HSM, 1 backup ready`)
    expect(all).toContain('Deleted 1 HSM and 1 cluster; the role is gone.')
    const password = /password: (\S+)/.exec(project.files()['administrator.txt'] ?? '')?.[1] ?? ''
    expect(password).not.toBe('')
    const { 'administrator.txt': _secrets, ...others } = project.files()
    expect(JSON.stringify([others, outputs])).not.toContain(JSON.stringify(password).slice(1, -1))
  } finally {
    project.remove()
  }
}, 120_000)
