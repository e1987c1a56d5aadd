import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from './testing/project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const guide = readFileSync(fileURLToPath(new URL('../../../docs/guides/people.md', import.meta.url)), 'utf8')
let project: Project | undefined

afterEach(() => project?.remove())

/** The words of a command line, as a shell takes them apart: by blanks, but for what stands in quotes. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
}

describe('the guide People', () => {
  it('runs as it stands, command by command', async () => {
    const files = [...guide.matchAll(/```ts\n\/\/ ([\w.-]+\.ts)\n([\s\S]*?)```/g)]
    project = createProject(Object.fromEntries(files.map(([, name = '', code = '']) => [name, code])))
    const lines = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'))
    expect(lines.length).toBeGreaterThanOrEqual(9)
    for (const line of lines) {
      const [command, ...args] = wordsOf(line)
      expect(command).toBe('rolewright')
      const ran = await runHere(project.folder, args)
      expect([line, ran.code, ran.code === 0 ? '' : ran.stderr]).toEqual([line, 0, ''])
    }
    const told = project.files()['first-passwords.txt'] ?? ''
    expect([...told.matchAll(/^user: +(\S+)/gm)].map(([, user]) => user)).toEqual([
      'mary.major@examplecorp.com',
      'diego@examplecorp.com',
    ])
    expect(JSON.parse(readFileSync(join(project.folder, 'diego.json'), 'utf8'))).toMatchObject({ kind: 'offboarding' })
  })
})
