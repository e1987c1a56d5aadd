import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const parent = mkdtempSync(join(tmpdir(), 'init-'))
const folder = join(parent, 'Example Corp, roles')
const empty = createProject()

beforeAll(() => {
  mkdirSync(folder)
  // What `npm install` would put there.
  renameSync(join(empty.folder, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => {
  rmSync(parent, { recursive: true })
  empty.remove()
})

const read = (file: string): string => readFileSync(join(folder, file), 'utf8')

describe('rolewright init', () => {
  it('makes an empty folder a repository in which check and plan work', async () => {
    const made = await runHere(folder, ['init', '--json'])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(made.stdout)).toEqual({
      model: 'example-corp-roles',
      files: [
        'rolewright.config.ts',
        'roles/model.ts',
        'roles/accounts.ts',
        'roles/people.ts',
        'roles/accounts-payable-clerk.ts',
        'package.json',
        'tsconfig.json',
        '.gitignore',
        '.github/workflows/plan.yml',
      ].map((file) => ({ file, written: true })),
      steps: ['npm install'],
    })
    expect(read('.gitignore')).toContain('\nrolewright-secrets-*.txt\n')
    const checked = await runHere(folder, ['check'])
    expect(checked).toEqual({ code: 0, stderr: '', stdout: '1 role, 1 person and 1 account checked: no errors\n' })
    const plan = await runHere(folder, ['plan', '--sandbox', '--json'])
    expect(JSON.parse(plan.stdout)).toMatchObject({
      plan: {
        path: '/rolewright/example-corp-roles/',
        changes: [
          { kind: 'create-policy' },
          { kind: 'create-group' },
          { kind: 'attach-policy' },
          { kind: 'create-user' },
          { kind: 'add-member' },
        ],
      },
    })
  })

  it('gives pull requests no credentials that could write', () => {
    const workflow = read('.github/workflows/plan.yml')
    const granted = [...workflow.matchAll(/^ *(contents|id-token|[a-z-]+): (read|write)$/gm)].map(([line]) =>
      line.trim(),
    )
    expect(granted).toEqual(['contents: read', 'contents: read', 'id-token: write'])
    expect(workflow).toContain('on: pull_request\n')
    expect(workflow).not.toMatch(/pull_request_target|secrets\.|rolewright apply|npm ci(?! --ignore)/)
    expect(workflow.match(/persist-credentials: false/g)).toHaveLength(2)
  })

  it('leaves what is there as it is, and says so', async () => {
    writeFileSync(join(folder, '.gitignore'), 'mine\n')
    rmSync(join(folder, 'tsconfig.json'))
    rmSync(join(folder, 'roles/people.ts'))
    const again = await runHere(folder, ['init'])
    expect(again.stdout).toBe(`  = package.json, which is there already
  + tsconfig.json
  = .gitignore, which is there already
  = .github/workflows/plan.yml, which is there already

Now \`npm install\`, then \`npx rolewright check\` and \`npx rolewright plan --sandbox\`.
`)
    expect(read('.gitignore')).toBe('mine\n')
  })

  it('tells what a package.json that is there lacks, and refuses one that is none before it writes anything', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs", "devDependencies": { "rolewright": "1.0.0" } }')
    const again = await runHere(folder, ['init', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({
      steps: ['npm pkg set type=module', 'npm install @rolewright/core'],
    })
    writeFileSync(join(folder, 'package.json'), '["rolewright"')
    rmSync(join(folder, 'tsconfig.json'))
    const refused = await runHere(folder, ['init'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('error config-import: the file is not a JSON object\n')
    expect(existsSync(join(folder, 'tsconfig.json'))).toBe(false)
  })
})
