import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterEach, describe, expect, it } from 'vitest'
import { createProject, modelWith, type Project } from '../testing/project.testing.ts'
import { rolewright } from '../testing/rolewright.testing.ts'

const schemaFile = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json')),
  'lib/schemas/sarif-2.1.0-rtm.5.json',
)

let project: Project | undefined

afterEach(() => project?.remove())

function read(file: string): Record<string, unknown> {
  const json: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
  return json
}

function valid(log: unknown): string {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false })
  addFormats.default(ajv)
  // The published schema says draft 4 and spells its own id the old way; what it demands means the same in draft 7.
  const { definitions, ...top } = read(schemaFile)
  const validate = ajv.compile({
    type: top['type'],
    required: top['required'],
    properties: top['properties'],
    definitions,
  })
  validate(log)
  return ajv.errorsText(validate.errors)
}

describe('check --sarif', () => {
  it('writes a log that fits the schema, with the file and line of the definition', async () => {
    project = createProject({ 'model.ts': modelWith("'billing:Get*'", "'billing:Gett*' as string") })
    const { code } = await rolewright(project.folder, ['check', '--sarif', 'findings.sarif'])
    expect(code).toBe(1)
    const log = read(join(project.folder, 'findings.sarif'))
    expect(valid(log)).toBe('No errors')
    expect(log).toMatchObject({
      runs: [
        {
          results: expect.arrayContaining([
            expect.objectContaining({
              ruleId: 'RW-ACTION-UNKNOWN',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'model.ts' },
                    region: { startLine: 3, startColumn: 19 },
                  },
                  logicalLocations: [
                    {
                      fullyQualifiedName:
                        'role clerk > task review-bills > policy ReadBills > statements[0].actions[0]',
                    },
                  ],
                },
              ],
            }),
          ]),
        },
      ],
    })
    expect(valid({ version: '2.1.0' })).not.toBe('No errors')
  })
})
