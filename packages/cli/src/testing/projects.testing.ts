import { afterAll, expect } from 'vitest'
import { createProject, type Project } from './project.testing.ts'
import type { Ran } from './rolewright.testing.ts'

/** Makes users' repositories that are gone after the test file. */
export function projectsOfThisFile(): (files?: Readonly<Record<string, string>>) => Project {
  const made: Project[] = []
  afterAll(() => {
    for (const project of made) project.remove()
  })
  return (files = {}) => {
    const project = createProject(files)
    made.push(project)
    return project
  }
}

/** Runs a command that must fail in words, and leave every file as it was. */
export async function refusedBy(
  run: (folder: string, args: readonly string[]) => Promise<Ran>,
  given: Project,
  args: readonly string[],
): Promise<Ran> {
  const before = given.files()
  const ran = await run(given.folder, args)
  expect(ran.code).toBe(1)
  expect(given.files()).toEqual(before)
  expect(ran.stderr).not.toContain('    at ')
  return ran
}
