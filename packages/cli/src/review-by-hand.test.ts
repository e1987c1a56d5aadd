import { expect, it } from 'vitest'
import { REVIEWED_MODEL, reviewedProject, SANDBOX } from './testing/reviewed-project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

it('exits 2 where something accepted has to be edited by hand, with all else written', async () => {
  const computed = REVIEWED_MODEL.replace("actions: ['sqs:*', 'sns:*']", 'actions: [...queues]').replace(
    'const read =',
    "const queues = ['sqs:*', 'sns:*'] as const\nconst read =",
  )
  expect(computed).toContain('[...queues]')
  const { project, ids } = await reviewedProject({ 'model.ts': computed })
  try {
    for (const id of ids) {
      const decided = await runHere(project.folder, [
        'review',
        'decide',
        id,
        'accept',
        '--reason',
        'not used',
        ...SANDBOX,
      ])
      expect(decided, decided.stderr).toMatchObject({ code: 0 })
    }
    const dry = await runHere(project.folder, ['review', 'patch', '--dry-run', ...SANDBOX])
    expect(dry.code).toBe(2)
    expect(project.files()['model.ts']).toBe(computed)
    const patched = await runHere(project.folder, ['review', 'patch', ...SANDBOX])
    expect(patched.code).toBe(2)
    expect(patched.stderr).toContain("actions: ['sqs:*']")
    expect(patched.stdout).toContain(`${ids.length - 1} proposals written into 1 file.`)
    expect(project.files()['model.ts']).toContain('actions: [...queues]')
    expect(project.files()['model.ts']).not.toContain('notActions')
  } finally {
    project.remove()
  }
})
