import type { Offboarding } from '@rolewright/aws-sync'
import { type AssumableRole, type AssumedRole, isSameRole, REVOKE_POLICY } from '@rolewright/core'
import { count } from './words.ts'

/** What is known of the sessions of roles that somebody may have begun, and what is not. */
export function sessionLines({
  accountId,
  sessions,
  trail,
}: Pick<Offboarding, 'accountId' | 'sessions' | 'trail'>): readonly string[] {
  const unseen = trail.read ? `may be taken, but was not since ${trail.from}` : 'may be taken'
  const own = sessions.map(({ name, assumed }) => `  ${name}: ${assumed === undefined ? unseen : takenText(assumed)}`)
  const elsewhere = (trail.read ? trail.roles : []).flatMap(({ arn, ...assumed }) =>
    sessions.some((session) => isSameRole(session.arn, arn)) ? [] : [`  ${arn}: ${takenText(assumed)}`],
  )
  return [
    ...(own.length === 0 ? [] : ['\nSessions of these roles outlive the user, until they end:', ...own]),
    ...(elsewhere.length === 0
      ? []
      : [`\nSessions of roles outside of ${accountId} are revoked where the role is:`, ...elsewhere]),
    trail.read
      ? `\nCloudTrail was asked in ${trail.regions.join(', ')}, back to ${trail.from}: it is some minutes late, and does not tell which roles a session took in turn.`
      : `\nWhich roles were really taken is not known: ${trail.why}.`,
  ]
}

/** How to revoke the sessions of roles. */
export function revokingLines(sessions: readonly AssumableRole[]): readonly string[] {
  if (sessions.length === 0) return []
  return [
    '\nTo revoke the sessions of these roles that were begun before now, whoever began them:',
    ...sessions.map(
      ({ name, revoke }) =>
        `  aws iam put-role-policy --role-name ${name} --policy-name ${REVOKE_POLICY} --policy-document '${JSON.stringify(revoke)}'`,
    ),
  ]
}

const takenText = ({ last, times, sessions }: Omit<AssumedRole, 'arn'>): string =>
  `taken ${count(times, 'time')}, last at ${last}${sessions.length === 0 ? '' : `, as ${sessions.join(', ')}`}`
