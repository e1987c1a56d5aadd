import type { SiteView } from '../view/site-view.ts'
import { LEVEL_LETTERS, LEVELS } from '../view/levels.ts'
import { csv } from '@rolewright/core'
import type { SiteFile } from './site-files.ts'

/** The matrix as tables and as JSON, to be kept or worked on elsewhere. Made from the view, so that they hold what pages show. */
export function downloads(view: SiteView): readonly SiteFile[] {
  const { matrix, people } = view
  const about = ['role', 'department', 'owner', 'people now']
  const rows = matrix.rows.map((row) => ({
    ...row,
    about: [row.role.text, row.department, row.owner, String(row.people)],
    words: row.levels.split('').map(levelWords),
  }))
  const titles = matrix.rows.map(({ role }) => role.text)
  const numbers = new Map(matrix.rows.map(({ role }, number) => [role.href, number]))
  const held = people.people.map((person) => ({
    name: person.name,
    userName: person.userName,
    roles: person.roles.flatMap((role) => (role.when === 'now' ? (numbers.get(role.link.href) ?? []) : [])),
  }))
  return [
    {
      path: 'downloads/roles-by-services.csv',
      text: csv([
        [...about, ...matrix.services.map(({ prefix }) => prefix)],
        ...rows.map((row) => [...row.about, ...row.words]),
      ]),
    },
    json(
      'downloads/roles-by-services.json',
      rows.map((row) => ({
        ...facts(row),
        services: matrix.services.flatMap(({ prefix, name }, index) => {
          const code = row.levels[index] ?? '-'
          return code === '-' ? [] : [{ service: prefix, name, level: levelOf(code), limited: isLimited(code) }]
        }),
      })),
    ),
    {
      path: 'downloads/roles-by-tasks.csv',
      text: csv([
        [...about, ...matrix.tasks.map(({ text }) => text)],
        ...rows.map((row) => [
          ...row.about,
          ...matrix.tasks.map((_, index) => (row.tasks.includes(index) ? 'yes' : '')),
        ]),
      ]),
    },
    json(
      'downloads/roles-by-tasks.json',
      rows.map((row) => ({ ...facts(row), tasks: row.tasks.map((index) => matrix.tasks[index]?.text ?? '') })),
    ),
    {
      path: 'downloads/people-by-roles.csv',
      text: csv([
        ['person', 'user name', 'roles now'],
        ...held.map((one) => [one.name, one.userName, one.roles.map((number) => titles[number] ?? '').join('; ')]),
      ]),
    },
    json(
      'downloads/people-by-roles.json',
      held.map((one) => ({ ...one, roles: one.roles.map((number) => titles[number] ?? '') })),
    ),
  ]
}

function json(path: string, value: unknown): SiteFile {
  return { path, text: `${JSON.stringify(value, undefined, 1)}\n` }
}

function facts(row: SiteView['matrix']['rows'][number]): Readonly<Record<string, string | number>> {
  return { role: row.role.text, department: row.department, owner: row.owner, peopleNow: row.people }
}

function levelOf(code: string): string {
  return LEVELS.find((level) => LEVEL_LETTERS[level] === code.toUpperCase()) ?? ''
}

function isLimited(code: string): boolean {
  return code !== code.toUpperCase()
}

function levelWords(code: string): string {
  return code === '-' ? '' : `${levelOf(code)}${isLimited(code) ? ' (limited)' : ''}`
}
