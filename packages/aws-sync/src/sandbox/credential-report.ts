import { rootUserOf } from './key-owner.ts'
import { arnOf } from './identifiers.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { AccessKey, UploadedKey } from './state/credentials.ts'
import type { StoredUser } from './state/entities.ts'
import { keyOf } from './state/table.ts'

const header = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((n) => [
    `access_key_${n}_active`,
    `access_key_${n}_last_rotated`,
    `access_key_${n}_last_used_date`,
    `access_key_${n}_last_used_region`,
    `access_key_${n}_last_used_service`,
  ]),
  ...[1, 2].flatMap((n) => [`cert_${n}_active`, `cert_${n}_last_rotated`]),
]

const day = 86_400_000

/**
 * The account's credential report, as AWS writes it: the root user first, then the users sorted without regard to case, lines ended by a
 * line feed but the last.
 */
export function credentialReport(account: Account): string {
  const users = account.users.all().toSorted((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1))
  return [header, rootRow(account), ...users.map((user) => userRow(account, user))]
    .map((fields) => fields.map(csvField).join(','))
    .join('\n')
}

function rootRow(account: Account): readonly string[] {
  const { createdAt } = account.settings.get()
  const root = rootUserOf(account)
  return [
    '<root_account>',
    `arn:aws:iam::${accountIdOf(account)}:root`,
    second(createdAt),
    'not_supported',
    root.passwordLastUsed === undefined ? 'no_information' : second(root.passwordLastUsed),
    second(createdAt),
    'not_supported',
    String(root.mfaDevices.length > 0),
    ...keyFields(root.accessKeys),
    ...certificateFields([]),
  ]
}

function userRow(account: Account, user: StoredUser): readonly string[] {
  return [
    user.name,
    arnOf(accountIdOf(account), 'user', user),
    second(user.createdAt),
    ...passwordFields(account, user),
    String(user.mfaDevices.length > 0),
    ...keyFields(user.accessKeys),
    ...certificateFields(user.certificates),
  ]
}

function passwordFields(account: Account, user: StoredUser): readonly string[] {
  const profile = user.loginProfile
  if (profile === undefined) return ['false', 'N/A', 'N/A', 'N/A']
  const changedAt = profile.changedAt ?? profile.createdAt
  const { maxPasswordAge = 0 } = account.settings.get().passwordPolicy ?? {}
  return [
    'true',
    user.passwordLastUsed === undefined ? 'no_information' : second(user.passwordLastUsed),
    second(changedAt),
    maxPasswordAge > 0 ? second(new Date(Date.parse(changedAt) + maxPasswordAge * day).toISOString()) : 'N/A',
  ]
}

/** As recorded: the active key stands first. */
function keyFields(keys: readonly AccessKey[]): readonly string[] {
  const sorted = keys.toSorted((a, b) => rank(a, 'Active') - rank(b, 'Active') || (a.createdAt < b.createdAt ? -1 : 1))
  return [0, 1].flatMap((place) => {
    const key = sorted[place]
    if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A']
    const { lastUsed } = key
    return [
      String(key.status === 'Active'),
      second(key.createdAt),
      ...(lastUsed === undefined ? ['N/A', 'N/A', 'N/A'] : [second(lastUsed.at), lastUsed.region, lastUsed.service]),
    ]
  })
}

/** As recorded: the inactive certificate stands first. */
function certificateFields(certificates: readonly UploadedKey[]): readonly string[] {
  const sorted = certificates.toSorted(
    (a, b) => rank(a, 'Inactive') - rank(b, 'Inactive') || (a.uploadedAt < b.uploadedAt ? -1 : 1),
  )
  return [0, 1].flatMap((place) => {
    const certificate = sorted[place]
    return certificate === undefined
      ? ['false', 'N/A']
      : [String(certificate.status === 'Active'), second(certificate.uploadedAt)]
  })
}

const rank = ({ status }: { readonly status: string }, first: string): number => (status === first ? 0 : 1)

const second = (iso: string): string => `${iso.slice(0, 19)}Z`

/** A user's name may hold a comma. */
const csvField = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
