import { RolewrightError } from '@rolewright/core'
import { z } from 'zod'
import type { Account, AccountContent } from './account.ts'
import { mfaDeviceSchema } from './credentials.ts'
import { backupSchema, clusterSchema, keyStoreSchema } from './cloudhsm.ts'
import { deletionSchema } from './deletion-tasks.ts'
import { instanceProfileSchema, providerSchema } from './providers.ts'
import { groupSchema, policySchema, roleSchema, userSchema } from './entities.ts'
import { attemptSchema, jobSchema } from './evidence.ts'
import { settingsSchema } from './settings.ts'
import type { Table } from './table.ts'

const fileSchema = z.strictObject({
  format: z.literal('rolewright-sandbox'),
  version: z.literal(1),
  settings: settingsSchema,
  users: z.array(userSchema),
  groups: z.array(groupSchema),
  roles: z.array(roleSchema),
  policies: z.array(policySchema),
  mfaDevices: z.array(mfaDeviceSchema).default([]),
  clusters: z.array(clusterSchema).default([]),
  backups: z.array(backupSchema).default([]),
  keyStores: z.array(keyStoreSchema).default([]),
  deletions: z.array(deletionSchema).default([]),
  providers: z.array(providerSchema).default([]),
  instanceProfiles: z.array(instanceProfileSchema).default([]),
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

/** The account as the text of its file: JSON for people, one entity after the other, in a stable order. */
export function printAccountFile(account: Account): string {
  return `{
  "format": "rolewright-sandbox",
  "version": 1,
  "settings": ${indent(print(account.settings.get()), 2)},
  "users": ${printTable(account.users)},
  "groups": ${printTable(account.groups)},
  "roles": ${printTable(account.roles)},
  "policies": ${printTable(account.policies)},
  "mfaDevices": ${printTable(account.mfaDevices)},
  "clusters": ${printTable(account.clusters)},
  "backups": ${printTable(account.backups)},
  "keyStores": ${printTable(account.keyStores)},
  "deletions": ${printTable(account.deletions)},
  "providers": ${printTable(account.providers)},
  "instanceProfiles": ${printTable(account.instanceProfiles)},
  "attempts": ${printLines(account.attempts.get())},
  "jobs": ${printLines(account.jobs.get())},
  "documents": ${indent(print(account.documents.get()), 2)}
}
`
}

const printTable = <T extends object>(table: Table<T>): string =>
  printList(table.texts((value) => indent(print(value), 4)))

// Lists of evidence are never changed in place either: what one printed as holds for as long as the list does.
const printedLines = new WeakMap<readonly object[], string>()

function printLines(items: readonly object[]): string {
  const text = printedLines.get(items) ?? printList(items.map((item) => JSON.stringify(item)))
  printedLines.set(items, text)
  return text
}

const printList = (texts: readonly string[]): string =>
  texts.length === 0 ? '[]' : `[\n    ${texts.join(',\n    ')}\n  ]`

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
