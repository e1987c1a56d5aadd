import {
  type AccountState,
  createEvaluator,
  documentFinder,
  enrolment,
  enrolmentPath,
  isDeniedEverything,
  partitionOf,
  RolewrightError,
  type UserState,
} from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { readAccountAlias, readPasswordPolicy, signInAddress } from '../read/account-settings.ts'
import { requireAccount } from '../read/caller.ts'
import { readAccount } from '../read/read-account.ts'
import type { Newcomer } from './newcomer.ts'
import { generatePassword } from './generate-password.ts'
import { type Onboarding, onboardCalls } from './onboard-calls.ts'
import { personCaller, type PersonRun, taskOf } from './recorded-person.ts'
import { stoppedOnboarding } from './stopped-onboarding.ts'
import { readHoldings } from './read-holdings.ts'

/** What is told once, to be handed over. It stands nowhere else: not in the history, not in a log. */
export interface TellOnce {
  readonly person: string
  readonly user: string
  readonly password: string
  readonly accessKey?: { readonly id: string; readonly secret: string }
  readonly address: string
}

/** What onboarding somebody has done; nothing in it is secret. */
export interface Onboarded {
  readonly person: string
  readonly user: string
  readonly address: string
  /** Groups that the person is in now. */
  readonly groups: readonly string[]
  /** Groups that wait for the first sign-in and a password of the person's own. */
  readonly waiting: readonly string[]
  /** The id of the access key, where one was asked for. */
  readonly accessKey?: string
}

/**
 * What onboarding these people would do, without doing it. Nothing is begun unless all of them can be onboarded.
 *
 * Refuses a user that stands elsewhere or has credentials already (`user-taken`), and a group that the account does not have yet
 * (`group-missing`). Who was stopped half-way is gone on with: the history says so.
 */
export async function planOnboarding(
  clients: AwsClients,
  given: {
    readonly newcomers: readonly Newcomer[]
    readonly model: string
    readonly desired: AccountState
  } & Pick<PersonRun, 'history' | 'now'>,
): Promise<readonly Onboarding[]> {
  const { newcomers, model, desired, history, now } = given
  await requireAccount(clients, desired.accountId)
  const actual = await readAccount(clients)
  const alias = await readAccountAlias(clients)
  const policy = await readPasswordPolicy(clients)
  const plans: Onboarding[] = []
  for (const newcomer of newcomers) {
    const wanted = desired.users.find(({ name }) => name === newcomer.user)
    if (wanted === undefined) throw notHere(newcomer, desired.accountId)
    const holdings = await readHoldings(clients, newcomer.user)
    const stopped = stoppedOnboarding(history, newcomer.user)
    requireFree(newcomer, wanted, { holdings, stopped: stopped !== undefined })
    const waiting = wanted.afterSignIn ?? []
    const enrols = waiting.length > 0 || !mayChangePassword(wanted, { desired, policy })
    const path = desired.ownership?.path ?? `/rolewright/${model}/`
    const first = enrolment({ model, accountId: desired.accountId, partition: partitionOf(wanted.arn), path })
    const groups = [
      ...wanted.groups.filter((group) => !waiting.includes(group)),
      ...(enrols ? [first.group.name] : []),
    ].toSorted()
    const isThere = (name: string): boolean => actual.groups.some((group) => group.name === name)
    for (const group of groups) {
      if (!isThere(group) && group !== first.group.name) throw groupMissing(group, newcomer)
    }
    const partition = holdings?.arn.split(':')[1]
    plans.push({
      newcomer,
      model,
      wanted,
      groups,
      waiting,
      enrolment: enrols && !actual.groups.some(({ path: at }) => at === enrolmentPath(path)) ? first : undefined,
      holdings,
      begunAt: stopped?.begunAt ?? now().toISOString(),
      resumed: stopped !== undefined,
      passwordPolicy: policy,
      address: signInAddress({
        accountId: desired.accountId,
        alias,
        ...(partition === undefined ? {} : { partition }),
      }),
    })
  }
  return plans
}

/**
 * Onboards people one after the other, each call in the history. `tell` gets what is told once as soon as somebody is done, and is waited
 * for: what it throws stops before the next. Who was stopped on the way gets a new password, since nobody knows the first.
 *
 * @example
 * ```ts
 * await onboard(clients, await planOnboarding(clients, { newcomers, model: 'example', desired, history, now }), { history, now, tell })
 * ```
 */
export async function onboard(
  clients: AwsClients,
  onboardings: readonly Onboarding[],
  run: PersonRun & { readonly tell: (secret: TellOnce) => Promise<void> },
): Promise<readonly Onboarded[]> {
  const { history, tell } = run
  const done: Onboarded[] = []
  let enrolmentMade = false
  for (const onboarding of onboardings) {
    const { newcomer, groups, waiting, begunAt, address } = onboarding
    const { person, user, accessKeyReason } = newcomer
    const task = taskOf({ onboard: user, begunAt })
    if (!onboarding.resumed) {
      await history?.append('onboarding', {
        person,
        user,
        plan: task,
        begunAt,
        groups,
        waiting,
        ...(accessKeyReason === undefined ? {} : { accessKeyReason }),
      })
    }
    const { call } = personCaller(run, task)
    const password = generatePassword(onboarding.passwordPolicy)
    const told = await onboardCalls(enrolmentMade ? { ...onboarding, enrolment: undefined } : onboarding, {
      iam: clients.iam,
      call,
      password,
    })
    if (onboarding.enrolment !== undefined) enrolmentMade = true
    await tell({ person, user, password, address, ...(told === undefined ? {} : { accessKey: told }) })
    const result: Onboarded = {
      person,
      user,
      address,
      groups,
      waiting,
      ...(told === undefined ? {} : { accessKey: told.id }),
    }
    await history?.append('onboarded', {
      ...result,
      plan: task,
      ...(accessKeyReason === undefined ? {} : { accessKeyReason }),
    })
    done.push(result)
  }
  return done
}

function mayChangePassword(
  user: UserState,
  given: {
    readonly desired: AccountState
    readonly policy: Awaited<ReturnType<typeof readPasswordPolicy>>
  },
): boolean {
  if (given.policy?.AllowUsersToChangePassword === true) return true
  const { documents } = documentFinder(given.desired).ofUser(user)
  const context = { 'aws:username': user.name, 'aws:PrincipalArn': user.arn, 'aws:MultiFactorAuthPresent': false }
  const evaluator = createEvaluator(documents)
  return evaluator.decide({ action: 'iam:ChangePassword', resource: user.arn, context }).effect === 'allow'
}

function requireFree(
  { user }: Newcomer,
  wanted: UserState,
  found: { readonly holdings: Awaited<ReturnType<typeof readHoldings>>; readonly stopped: boolean },
): void {
  const { holdings, stopped } = found
  if (holdings === undefined) return
  if (holdings.user !== wanted.name || holdings.arn !== wanted.arn) {
    throw new RolewrightError({
      code: 'user-taken',
      message: `the account has a user of the name \`${user}\` already, as \`${holdings.arn}\``,
      hint: 'give the person another `userName` in the model, or rename the user that is there',
    })
  }
  if (isDeniedEverything(holdings)) {
    throw new RolewrightError({
      code: 'user-taken',
      message: `\`${user}\` was offboarded and kept, and is denied everything`,
      hint: `delete the user with \`rolewright people offboard ${user}\`, or take away the policy that denies, and run it again`,
    })
  }
  if (stopped && holdings.passwordLastUsed === null) return
  if (holdings.loginProfile !== null || holdings.accessKeys.length > 0) {
    throw new RolewrightError({
      code: 'user-taken',
      message: `\`${user}\` has ${holdings.loginProfile === null ? 'an access key' : 'a password'} already, so there is nobody to onboard`,
      hint: 'what the person may do is changed by `rolewright apply`; a lost password is reset in the console',
    })
  }
}

function notHere({ person, user }: Newcomer, accountId: string): RolewrightError {
  return new RolewrightError({
    code: 'person-elsewhere',
    message: `\`${person}\` (\`${user}\`) does not work in the account \`${accountId}\``,
    hint: 'name one of the person’s accounts with `--account`, or add this one to `accounts` of the person',
  })
}

function groupMissing(group: string, { person }: Newcomer): RolewrightError {
  return new RolewrightError({
    code: 'group-missing',
    message: `\`${person}\` is to be in the group \`${group}\`, which the account does not have yet`,
    hint: 'run `rolewright apply` first',
  })
}
