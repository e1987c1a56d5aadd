import type { AccountState } from '../account/account-state.ts'
import type { Finding, Severity } from '../diagnostic/finding.ts'
import type { HeldAccessKey } from './holdings.ts'

/** One user's ways in, from the credential report and what IAM tells of the keys. */
export interface UserCredentials {
  readonly user: string
  readonly password: { readonly lastChanged: string | null; readonly lastUsed: string | null } | null
  readonly mfa: boolean
  readonly accessKeys: readonly HeldAccessKey[]
}

/** The root user's ways in. */
export interface RootCredentials {
  readonly passwordLastUsed: string | null
  readonly accessKeys: readonly { readonly active: boolean; readonly lastUsed: string | null }[]
}

/** All credentials of an account. */
export interface AccountCredentials {
  /** When AWS made the report: what happened since is not in it. */
  readonly reportedAt: string
  readonly root: RootCredentials
  /** Sorted by name. */
  readonly users: readonly UserCredentials[]
}

/** Somebody of the model who works in the account. */
export interface ExpectedPerson {
  readonly id: string
  readonly user: string
}

/** What the rules for credentials look at. */
export interface CredentialContext {
  readonly state: AccountState
  readonly credentials: AccountCredentials
  /** The people of the model who work in this account. */
  readonly people: readonly ExpectedPerson[]
  readonly now: Date
  /** Days after which a credential is old, or idle. */
  readonly days: number
}

/** What a rule finds at one place; code and severity are the rule's, unless the place has its own. */
export interface CredentialFinding {
  readonly message: string
  readonly path: string
  readonly hint: string
  readonly severity?: Severity
}

/** One thing that a review of credentials looks for, with the words of its page in the reference. */
export interface CredentialRule {
  /** `RW-…`, never reused. */
  readonly code: string
  readonly severity: Severity
  /** Half a line: what is wrong. */
  readonly title: string
  /** Why it matters. */
  readonly explanation: string
  /** What to do. */
  readonly mend: string
  readonly find: (context: CredentialContext) => readonly CredentialFinding[]
}

/** A finding of a rule, complete. */
export function credentialFinding(rule: CredentialRule, found: CredentialFinding): Finding {
  return { code: rule.code, severity: rule.severity, ...found }
}

/** Where a user stands: as a person of the model where it is one, so that file and line are found. */
export function placeOfUser(user: string, { people }: CredentialContext): string {
  const person = people.find((one) => one.user.toLowerCase() === user.toLowerCase())
  return person === undefined ? `user ${user}` : `person ${person.id}`
}

const DAY = 86_400_000

/** Whole days since an ISO date. */
export function daysAgo(date: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(date)) / DAY)
}
