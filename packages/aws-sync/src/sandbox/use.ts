import { rootUserOf } from './key-owner.ts'
import { consoleLogin, type Known, knownUse, ROOT, type Use } from './known-use.ts'
import { refusesIn } from './refuses.ts'
import { accountIdOf } from './shapes.ts'
import type { Account } from './state/account.ts'
import type { Attempt } from './state/evidence.ts'
import type { CloudTrailRecord } from './trail/cloud-trail-record.ts'
import { signInRecord, useRecord } from './trail/use-record.ts'

/**
 * Adds uses to the evidence, and gives what they leave in the event history.
 *
 * @throws {RolewrightError} `sandbox-use` for a user, role, action or date that can't be.
 */
export function layDownUse(account: Account, uses: readonly Use[], now: Date): CloudTrailRecord[] {
  const refuses = refusesIn(account)
  const known = uses.map((use) => knownUse({ account, refuses }, use, now))
  const signIns = known.filter(({ action }) => action === consoleLogin)
  const calls = known.filter(({ action }) => action !== consoleLogin)
  for (const { entity, at } of signIns) noteSignIn(account, entity.name, at.toISOString())
  const attempts = calls.filter(isReported).map(attemptOf)
  if (attempts.length > 0) account.attempts.set([...account.attempts.get(), ...attempts])
  const accountId = accountIdOf(account)
  return known.flatMap((use) => {
    const record = use.action === consoleLogin ? signInRecord(accountId, use) : useRecord(accountId, use)
    return record ?? []
  })
}

/** No report is of the root user, and passing a role is no call: by the IAM User Guide it is in none. */
const isReported = ({ entity, action }: Known): boolean => entity.name !== ROOT && action !== 'iam:PassRole'

function noteSignIn(account: Account, name: string, at: string): void {
  const user = account.users.get(name)
  const root = rootUserOf(account)
  const { passwordLastUsed: before = at } = user ?? root
  const passwordLastUsed = before > at ? before : at
  if (user !== undefined) account.users.put({ ...user, passwordLastUsed })
  else account.settings.set({ ...account.settings.get(), root: { ...root, passwordLastUsed } })
}

const attemptOf = ({ entity, action, resource, at, region }: Known): Attempt => ({
  entity: entity.id,
  action,
  resource,
  at: at.toISOString(),
  region,
})
