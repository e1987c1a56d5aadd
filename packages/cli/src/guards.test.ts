import { expect, it } from 'vitest'
import { modelWith } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const SANDBOX = ['--sandbox', 'account.json', '--yes']
const newProject = projectsOfThisFile()

/** The model with four people, of whom the first so many have the role, which is marked sensitive. */
function model(clerks: number, actions = "'billing:Get*'"): string {
  const people = ['ana', 'bo', 'cy', 'di'].map(
    (id, index) =>
      `definePerson({ id: '${id}', userName: '${id}', name: '${id}', roles: [${index < clerks ? 'clerk' : ''}] })`,
  )
  return modelWith('people: [ana]', `people: [${people.join(', ')}]`)
    .replace("  owner: '", "  sensitive: true,\n  owner: '")
    .replace("'billing:Get*'", actions)
}

it('stops an apply that breaks guards, names them all, and goes on where each is let pass', async () => {
  const before = newProject({ 'model.ts': model(4) })
  expect((await runHere(before.folder, ['apply', ...SANDBOX])).code).toBe(0)
  const after = newProject({ ...before.files(), 'model.ts': model(1, "'billing:Get*', 'ce:Get*'") })
  const refused = await refusedBy(runHere, after, ['apply', ...SANDBOX])
  expect(refused.stderr).toBe(
    'error max-loss: 3 people lose access by this plan, and at most 10 % of 4, so 1 may; and the role of `Clerk` is marked sensitive and may do more by this plan\n' +
      '  mend:  look at who loses what; if it is meant, give `--max-loss 3`; have somebody else look at it; if it is meant, give `--allow-wider`\n',
  )
  const wider = await refusedBy(runHere, after, ['apply', ...SANDBOX, '--max-loss', '3'])
  expect(wider.stderr).toMatch(/^error wider-sensitive: the role of `Clerk` is marked sensitive/)
  const unclear = await refusedBy(runHere, after, ['apply', ...SANDBOX, '--max-loss', '101%'])
  expect(unclear.stderr).toContain('error invalid-argument: `101%` is not a number of people')
  expect((await runHere(after.folder, ['apply', ...SANDBOX, '--max-loss', '3', '--allow-wider'])).code).toBe(0)
})
