import { expect, it } from 'vitest'
import { modelWith } from './testing/project.testing.ts'
import { projectsOfThisFile, refusedBy } from './testing/projects.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

const SANDBOX = ['--sandbox', 'account.json', '--yes']
const newProject = projectsOfThisFile()

/** The model with four people, of whom the first so many have the role, and the role as it is given. */
function model(clerks: number, role = ''): string {
  const people = ['ana', 'bo', 'cy', 'di'].map(
    (id, index) =>
      `definePerson({ id: '${id}', userName: '${id}', name: '${id}', roles: [${index < clerks ? 'clerk' : ''}] })`,
  )
  return modelWith('people: [ana]', `people: [${people.join(', ')}]`).replace("  owner: '", `${role}  owner: '`)
}

it('stops an apply by which too many people lose access, until their number is given', async () => {
  const before = newProject({ 'model.ts': model(4) })
  expect((await runHere(before.folder, ['apply', ...SANDBOX])).code).toBe(0)
  const after = newProject({ ...before.files(), 'model.ts': model(1) })
  const refused = await refusedBy(runHere, after, ['apply', ...SANDBOX])
  expect(refused.stderr).toBe(
    'error max-loss: 3 people lose access by this plan, and at most 10 % of 4, so 1 may\n' +
      '  mend:  look at who loses what; if it is meant, give `--max-loss 3`\n',
  )
  const unclear = await refusedBy(runHere, after, ['apply', ...SANDBOX, '--max-loss', '101%'])
  expect(unclear.stderr).toContain('error invalid-argument: `101%` is not a number of people')
  expect((await runHere(after.folder, ['apply', ...SANDBOX, '--max-loss', '3'])).code).toBe(0)
})

it('stops an apply by which a sensitive role may do more, until that is said to be meant', async () => {
  const sensitive = model(4, '  sensitive: true,\n')
  const before = newProject({ 'model.ts': sensitive })
  expect((await runHere(before.folder, ['apply', ...SANDBOX])).code).toBe(0)
  const wider = sensitive.replace("'billing:Get*'", "'billing:Get*', 'ce:Get*'")
  const after = newProject({ ...before.files(), 'model.ts': wider })
  const refused = await refusedBy(runHere, after, ['apply', ...SANDBOX])
  expect(refused.stderr).toBe(
    'error wider-sensitive: the role of `Clerk` is marked sensitive and may do more by this plan\n' +
      '  mend:  have somebody else look at it; if it is meant, give `--allow-wider`\n',
  )
  expect((await runHere(after.folder, ['apply', ...SANDBOX, '--allow-wider'])).code).toBe(0)
})
