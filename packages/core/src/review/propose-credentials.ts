import type { CredentialReport, ReportedUser } from '../people/credential-report.ts'
import type { EvidenceSource } from './evidence.ts'
import type { Ground } from './ground.ts'
import type { UnusedCredentialProposal } from './proposal.ts'
import { proposalId } from './proposal-id.ts'

/**
 * Keys, passwords and people that nobody used in the window, for `rolewright people` to look after. Only people of the groups under
 * review; a credential younger than the window is not judged. A person counts as unused whose report shows no use of any service, and no
 * use of any password or key.
 */
export function proposeCredentials(
  credentials: CredentialReport,
  groups: ReadonlySet<string>,
  ground: Ground,
): readonly UnusedCredentialProposal[] {
  const members = ground.state.users.filter((user) => user.groups.some((group) => groups.has(group)))
  return members.flatMap((member) => {
    const reported = credentials.users.find(({ user }) => user === member.name)
    if (reported === undefined || isYoung(reported.createdAt, ground)) return []
    const mine = member.groups.filter((group) => groups.has(group))
    const subject = { reported, groups: mine, at: credentials.generatedAt, arn: member.arn }
    const person = unusedPerson(subject, ground)
    return person === null ? [...unusedKeys(subject, ground), ...unusedPassword(subject, ground)] : [person]
  })
}

interface Subject {
  readonly reported: ReportedUser
  readonly groups: readonly string[]
  readonly at: string
  readonly arn: string
}

function unusedPerson(subject: Subject, ground: Ground): UnusedCredentialProposal | null {
  const { reported, arn } = subject
  const rows = ground.rowsOf(arn)
  if (rows === undefined) return null
  const dates = [
    reported.password?.lastUsed ?? null,
    ...reported.accessKeys.map(({ lastUsed }) => lastUsed?.at ?? null),
    ...[...rows.services.values(), ...rows.actions.values()].map(({ lastUsed }) => lastUsed),
  ]
  const last = latestOf(dates)
  if (last !== null && !isBefore(last, ground)) return null
  // Who was given a key or a password within the window has not had the time to use it.
  const given = [reported.password?.lastChanged ?? null, ...reported.accessKeys.map(({ lastRotated }) => lastRotated)]
  if (given.some((date) => date !== null && isYoung(date, ground))) return null
  return handOver(subject, ground, {
    kind: 'unused-person',
    what: reported.user,
    lastUsed: last,
    since: reported.createdAt,
    command: ['rolewright', 'people', 'offboard', reported.user],
    evidence: rows.evidence,
  })
}

function unusedKeys(subject: Subject, ground: Ground): readonly UnusedCredentialProposal[] {
  const { user, accessKeys } = subject.reported
  return accessKeys.flatMap(({ active, lastRotated, lastUsed }, index): UnusedCredentialProposal[] => {
    if (!active || isYoung(lastRotated, ground)) return []
    if (lastUsed !== null && !isBefore(lastUsed.at, ground)) return []
    const proposal = handOver(subject, ground, {
      kind: 'unused-key',
      what: `access key ${index + 1} of ${user}`,
      lastUsed: lastUsed?.at ?? null,
      since: lastRotated,
      command: ['rolewright', 'people', 'review'],
      keyNumber: index + 1,
    })
    return [proposal]
  })
}

function unusedPassword(subject: Subject, ground: Ground): readonly UnusedCredentialProposal[] {
  const { password, user, createdAt } = subject.reported
  if (password === null) return []
  const since = password.lastChanged ?? createdAt
  if (isYoung(since, ground) || (password.lastUsed !== null && !isBefore(password.lastUsed, ground))) return []
  return [
    handOver(subject, ground, {
      kind: 'unused-password',
      what: `password of ${user}`,
      lastUsed: password.lastUsed,
      since,
      command: ['rolewright', 'people', 'review'],
    }),
  ]
}

function handOver(
  subject: Subject,
  ground: Ground,
  found: Pick<UnusedCredentialProposal, 'kind' | 'since' | 'command' | 'keyNumber'> & {
    readonly what: string
    readonly lastUsed: string | null
    readonly evidence?: readonly EvidenceSource[]
  },
): UnusedCredentialProposal {
  const { what, lastUsed, evidence = [], ...own } = found
  const { user } = subject.reported
  return {
    id: proposalId({
      accountId: ground.state.accountId,
      kind: own.kind,
      user,
      // A key that was rotated is another key.
      key: own.keyNumber === undefined ? null : own.since,
    }),
    userName: user,
    proof: 'none',
    ...own,
    ...ground.complete({
      groups: subject.groups,
      removed: [{ what, lastUsed, origin: 'iam' }],
      kept: [],
      evidence: [{ origin: 'iam', at: subject.at }, ...evidence],
      documents: [],
    }),
  }
}

const isYoung = (date: string, { from }: Ground): boolean => Date.parse(date) > from
const isBefore = (date: string, { from }: Ground): boolean => Date.parse(date) < from

function latestOf(dates: readonly (string | null)[]): string | null {
  return dates.reduce(
    (latest, date) => (date !== null && (latest === null || Date.parse(date) > Date.parse(latest)) ? date : latest),
    null,
  )
}
