import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type {
  CredentialReport,
  ReportedAccessKey,
  ReportedCertificate,
  ReportedPassword,
  ReportedUser,
} from './credential-report.ts'

const ROOT = '<root_account>'
/** What stands where there is no date: `not_supported` for the root user, `no_information` where nothing is known. */
const NO_DATE: ReadonlySet<string> = new Set(['N/A', 'no_information', 'not_supported', ''])

/**
 * Reads the CSV of a credential report, as `GetCredentialReport` gives it. Columns are known by their names, so that those that AWS adds
 * do no harm.
 *
 * @throws {RolewrightError} `unreadable-report` for what is no whole report: nothing is decided on a part of it.
 *
 * @example
 * ```ts
 * const report = parseCredentialReport(csv, '2026-09-11T13:15:19Z')
 * ```
 */
export function parseCredentialReport(csv: string, generatedAt: string): CredentialReport {
  const [header = [], ...rows] = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(csvFields)
  const users = rows.map((fields, index) => userOf(rowOf(header, fields, index + 2)))
  if (!header.includes('user')) throw unreadable('it has no column `user`')
  return {
    generatedAt,
    root: users.find(({ user }) => user === ROOT) ?? null,
    users: users.filter(({ user }) => user !== ROOT),
  }
}

type Row = (column: string) => string

/** The fields of one line after RFC 4180; a name of a user may hold a comma. */
function csvFields(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}

function rowOf(header: readonly string[], given: readonly string[], line: number): Row {
  const fields = header[0] === 'user' && header[1] === 'arn' ? joinedNames(given, header.length) : given
  if (fields.length !== header.length) {
    throw unreadable(`line ${line} has ${fields.length} fields, the first line has ${header.length}`)
  }
  return (column) => {
    const value = fields[header.indexOf(column)]
    if (value === undefined) throw unreadable(`it has no column \`${column}\``)
    return value
  }
}

/** A row of too many fields has commas in its name and ARN, where those are the first two columns. */
function joinedNames(fields: readonly string[], columns: number): readonly string[] {
  const extra = fields.length - columns
  const arn = fields.findIndex((field) => field.startsWith('arn:'))
  if (extra <= 0 || arn < 1) return fields
  return [fields.slice(0, arn).join(','), fields.slice(arn, extra + 2).join(','), ...fields.slice(extra + 2)]
}

function userOf(row: Row): ReportedUser {
  return {
    user: row('user'),
    arn: row('arn'),
    createdAt: date(row, 'user_creation_time'),
    password: row('password_enabled') === 'false' ? null : passwordOf(row),
    mfaActive: flag(row, 'mfa_active'),
    accessKeys: [1, 2].flatMap((number) => keyOf(row, `access_key_${number}`)),
    certificates: [1, 2].flatMap((number) => certificateOf(row, `cert_${number}`)),
  }
}

function passwordOf(row: Row): ReportedPassword {
  return {
    lastUsed: maybeDate(row, 'password_last_used'),
    lastChanged: maybeDate(row, 'password_last_changed'),
    nextRotation: maybeDate(row, 'password_next_rotation'),
  }
}

function keyOf(row: Row, column: string): readonly ReportedAccessKey[] {
  const active = flag(row, `${column}_active`)
  const lastRotated = maybeDate(row, `${column}_last_rotated`)
  if (lastRotated === null)
    return active ? [{ active, lastRotated: date(row, 'user_creation_time'), lastUsed: null }] : []
  const at = maybeDate(row, `${column}_last_used_date`)
  const [region, service] = [row(`${column}_last_used_region`), row(`${column}_last_used_service`)]
  return [{ active, lastRotated, lastUsed: at === null ? null : { at, region, service } }]
}

function certificateOf(row: Row, column: string): readonly ReportedCertificate[] {
  const active = flag(row, `${column}_active`)
  const lastRotated = maybeDate(row, `${column}_last_rotated`)
  return lastRotated === null ? [] : [{ active, lastRotated }]
}

function flag(row: Row, column: string): boolean {
  const value = row(column).toLowerCase()
  if (value === 'true' || value === 'false') return value === 'true'
  throw unreadable(`\`${row('user')}\` has \`${row(column)}\` in \`${column}\`, which is neither true nor false`)
}

function maybeDate(row: Row, column: string): string | null {
  return NO_DATE.has(row(column)) ? null : date(row, column)
}

function date(row: Row, column: string): string {
  const value = new Date(row(column))
  if (Number.isNaN(value.getTime())) {
    throw unreadable(`\`${row('user')}\` has \`${row(column)}\` in \`${column}\`, which is no date`)
  }
  return value.toISOString()
}

function unreadable(why: string): RolewrightError {
  return new RolewrightError({
    code: 'unreadable-report',
    message: `the credential report can't be read: ${why}`,
    hint: 'run it again; if it stays so, look at the report with `aws iam get-credential-report`',
  })
}
