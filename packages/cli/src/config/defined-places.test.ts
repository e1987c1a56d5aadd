import { afterEach, describe, expect, it } from 'vitest'
import { createProject, type Project } from '../testing/project.testing.ts'
import { rolewright } from '../testing/rolewright.testing.ts'

let project: Project | undefined

afterEach(() => project?.remove())

describe('check', () => {
  it('tells what is written down and not part of the model', async () => {
    const left = `import { allow, definePolicy } from '@rolewright/core'
export const old = definePolicy({ name: 'Old', statements: [allow({ actions: ['sqs:*'], resources: ['*'] })] })
`
    project = createProject({ 'left-over.ts': left, 'broken.test.ts': 'const =' })
    const { code, stdout } = await rolewright(project.folder, ['check', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        {
          code: 'RW-UNUSED-DEFINITION',
          severity: 'info',
          message: 'the policy `Old` is defined and not used (left-over.ts:2)',
          path: 'policy Old',
        },
      ],
    })
  })
})
