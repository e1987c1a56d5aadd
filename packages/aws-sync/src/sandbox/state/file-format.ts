import { RolewrightError } from '@rolewright/core'
import { z } from 'zod'
import type { Account, AccountContent } from './account.ts'
import { groupSchema, policySchema, roleSchema, userSchema } from './entities.ts'
import { attemptSchema, jobSchema } from './evidence.ts'
import { settingsSchema } from './settings.ts'

const fileSchema = z.strictObject({
  format: z.literal('rolewright-sandbox'),
  version: z.literal(1),
  settings: settingsSchema,
  users: z.array(userSchema),
  groups: z.array(groupSchema),
  roles: z.array(roleSchema),
  policies: z.array(policySchema),
  attempts: z.array(attemptSchema).default([]),
  jobs: z.array(jobSchema).default([]),
  documents: z.record(z.string(), z.string()).default({}),
})

/**
 * Reads the text of an account file.
 *
 * @throws {RolewrightError} `sandbox-file-invalid`, naming the file and the place in it.
 */
export function parseAccountFile(text: string, file: string): AccountContent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    const detail = cause instanceof Error ? `: ${firstLine(cause.message)}` : ''
    throw invalid(file, `\`${file}\` is not valid JSON${detail}`, undefined, cause)
  }
  const result = fileSchema.safeParse(json)
  if (!result.success) {
    const [issue] = result.error.issues
    const path = issue === undefined ? '' : issue.path.join('.')
    const place = path === '' ? '' : ` at \`${path}\``
    throw invalid(file, `\`${file}\` is not a sandbox account${place}: ${firstLine(issue?.message ?? '')}`, path)
  }
  return result.data
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

function invalid(file: string, message: string, path?: string, cause?: unknown): RolewrightError {
  return new RolewrightError({
    code: 'sandbox-file-invalid',
    message,
    hint: `mend \`${file}\`, or move it away and a new, empty account is made in its place`,
    ...(path ? { path } : {}),
    ...(cause === undefined ? {} : { cause }),
  })
}

// Entities are never changed in place, so that what one printed as can be kept: storing an account costs what changed in it.
const printed = new WeakMap<object, string>()

/** The account as the text of its file: JSON for people, one entity after the other, in a stable order. */
export function printAccountFile(account: Account): string {
  return `{
  "format": "rolewright-sandbox",
  "version": 1,
  "settings": ${indent(print(account.settings.get()), 2)},
  "users": ${printList(account.users.all())},
  "groups": ${printList(account.groups.all())},
  "roles": ${printList(account.roles.all())},
  "policies": ${printList(account.policies.all())},
  "attempts": ${printList(account.attempts.get())},
  "jobs": ${printList(account.jobs.get())},
  "documents": ${indent(print(account.documents.get()), 2)}
}
`
}

function printList(items: readonly object[]): string {
  if (items.length === 0) return '[]'
  return `[\n    ${items.map(printItem).join(',\n    ')}\n  ]`
}

function printItem(item: object): string {
  const known = printed.get(item)
  if (known !== undefined) return known
  const text = indent(print(item), 4)
  printed.set(item, text)
  return text
}

const print = (value: object): string => JSON.stringify(value, showDocument, 2)

const indent = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`)

/** Shows a document as JSON where that loses nothing of its text. */
function showDocument(key: string, value: unknown): unknown {
  if ((key !== 'document' && key !== 'trustPolicy') || typeof value !== 'string') return value
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'object' && JSON.stringify(parsed) === value ? parsed : value
  } catch {
    return value
  }
}
