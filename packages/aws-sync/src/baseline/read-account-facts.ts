import {
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
  type InstanceProfile,
} from '@aws-sdk/client-iam'
import {
  type AccountFacts,
  type AccountPasswordPolicy,
  type AccountState,
  type CredentialFacts,
  type CredentialReport,
  IAM_FULL_ACCESS,
  type ReportedUser,
  RolewrightError,
} from '@rolewright/core'
import { readAccountAlias, readAccountSummary, readPasswordPolicy } from '../read/account-settings.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError } from '../read/aws-error.ts'
import { readCredentialReport } from '../read/credential-report.ts'
import { inParallel } from '../read/in-parallel.ts'
import { readAccount } from '../read/read-account.ts'
import { readCredentials } from './read-credentials.ts'

/** How the facts are read. */
export interface FactsOptions {
  readonly now: () => Date
  /** Numbers of the accounts that are the company's own. */
  readonly ownAccounts?: readonly string[]
  /** Waits for the credential report; for an account whose clock is not the real one. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>
}

/**
 * Reads all that the baseline is held against: the account, its settings, its credential report, its identity providers. All of it or an
 * error, since nothing is judged on half an account.
 *
 * Needs `iam:GetAccountAuthorizationDetails`, `iam:GetAccountSummary`, `iam:ListAccountAliases`, `iam:GetAccountPasswordPolicy`,
 * `iam:GenerateCredentialReport`, `iam:GetCredentialReport`, `iam:ListSAMLProviders`, `iam:ListOpenIDConnectProviders`,
 * `iam:ListInstanceProfiles`, and for users that the report does not know yet `iam:GetUser`, `iam:GetLoginProfile`, `iam:ListMFADevices`,
 * `iam:ListAccessKeys` and `iam:GetAccessKeyLastUsed`.
 *
 * @throws {RolewrightError} `partial-read`, `report-failed`, and those of `awsError`
 *
 * @example
 * ```ts
 * const report = baselineReport(await readAccountFacts(clients, { now: () => new Date() }))
 * ```
 */
export async function readAccountFacts(clients: AwsClients, options: FactsOptions): Promise<AccountFacts> {
  const { now, sleep, ownAccounts = [] } = options
  const [state, summary, alias, policy, report, saml, oidc, profiles] = await Promise.all([
    readAccount(clients),
    readAccountSummary(clients),
    readAccountAlias(clients),
    readPasswordPolicy(clients),
    readCredentialReport(clients, sleep === undefined ? {} : { sleep }),
    listSaml(clients),
    listOidc(clients),
    listInstanceProfiles(clients),
  ])
  return {
    accountId: state.accountId,
    at: now().toISOString(),
    state,
    root: {
      mfa: figure(summary, 'AccountMFAEnabled') > 0,
      accessKeys: figure(summary, 'AccountAccessKeysPresent') > 0,
      lastUsed: newest([
        report.root?.password?.lastUsed ?? null,
        ...(report.root?.accessKeys ?? []).map((key) => key.lastUsed?.at ?? null),
      ]),
    },
    alias: alias ?? null,
    passwordPolicy: policy === undefined ? null : passwordPolicyOf(policy),
    credentials: await credentialsOfAll(clients, state, report),
    providers: { saml, oidc },
    instanceProfiles: profiles.map((profile) => ({
      name: profile.InstanceProfileName ?? '',
      roles: (profile.Roles ?? []).flatMap((role) => role.RoleName ?? []),
    })),
    ownAccounts: [...new Set([state.accountId, ...ownAccounts])],
  }
}

function figure(summary: Readonly<Record<string, number>>, name: string): number {
  const value = summary[name]
  if (value !== undefined) return value
  throw new RolewrightError({
    code: 'partial-read',
    message: `the summary of the account does not tell \`${name}\`, on which nothing is judged`,
    hint: 'run it again; if it stays so, check what `AWS_ENDPOINT_URL` names',
  })
}

const newest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce((last, date) => (date !== null && (last === null || date > last) ? date : last), null)

/**
 * The report may be four hours old: who was deleted since is left out, and who was made since, or administers, is asked for one by one,
 * so that what was mended shows at once.
 */
async function credentialsOfAll(
  clients: AwsClients,
  state: AccountState,
  report: CredentialReport,
): Promise<readonly CredentialFacts[]> {
  const reported = new Map(report.users.map((user) => [user.user, user]))
  const administrators = new Set(
    state.groups.filter(({ attachedPolicies }) => attachedPolicies.includes(IAM_FULL_ACCESS)).map(({ name }) => name),
  )
  const found = new Map<string, CredentialFacts>()
  await inParallel(
    state.users.map(({ name, groups }) => [
      async () => {
        const row = groups.some((group) => administrators.has(group)) ? undefined : reported.get(name)
        const live = row === undefined ? await readCredentials(clients, name) : credentialsOf(row)
        if (live !== undefined) found.set(name, live)
      },
    ]),
    5,
  )
  return state.users.flatMap(({ name }) => found.get(name) ?? [])
}

function credentialsOf({ user, password, mfaActive, accessKeys }: ReportedUser): CredentialFacts {
  return {
    user,
    password: password === null ? null : { changedAt: password.lastChanged, lastUsed: password.lastUsed },
    mfa: mfaActive,
    keys: accessKeys.map(({ active, lastRotated, lastUsed }) => ({ active, createdAt: lastRotated, lastUsed })),
  }
}

type SdkPasswordPolicy = NonNullable<Awaited<ReturnType<typeof readPasswordPolicy>>>

function passwordPolicyOf(policy: SdkPasswordPolicy): AccountPasswordPolicy {
  const { MaxPasswordAge: maxAge, PasswordReusePrevention: reusePrevention, HardExpiry: hardExpiry } = policy
  return {
    minimumLength: policy.MinimumPasswordLength ?? 6,
    symbols: policy.RequireSymbols ?? false,
    numbers: policy.RequireNumbers ?? false,
    uppercase: policy.RequireUppercaseCharacters ?? false,
    lowercase: policy.RequireLowercaseCharacters ?? false,
    usersMayChange: policy.AllowUsersToChangePassword ?? false,
    // IAM tells 0 where a password never has to be changed.
    ...(maxAge === undefined || maxAge === 0 ? {} : { maxAge }),
    ...(reusePrevention === undefined || reusePrevention === 0 ? {} : { reusePrevention }),
    ...(hardExpiry === undefined ? {} : { hardExpiry }),
  }
}

async function listSaml({ iam }: AwsClients): Promise<readonly string[]> {
  const { SAMLProviderList = [] } = await iam.send(new ListSAMLProvidersCommand({})).catch((error: unknown) => {
    throw awsError(error, { operation: 'iam:ListSAMLProviders' })
  })
  return SAMLProviderList.flatMap(({ Arn }) => Arn ?? [])
}

async function listOidc({ iam }: AwsClients): Promise<readonly string[]> {
  const { OpenIDConnectProviderList = [] } = await iam
    .send(new ListOpenIDConnectProvidersCommand({}))
    .catch((error: unknown) => {
      throw awsError(error, { operation: 'iam:ListOpenIDConnectProviders' })
    })
  return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? [])
}

async function listInstanceProfiles({ iam }: AwsClients): Promise<readonly InstanceProfile[]> {
  const all: InstanceProfile[] = []
  let marker: string | undefined
  do {
    const page = await iam
      .send(new ListInstanceProfilesCommand(marker === undefined ? {} : { Marker: marker }))
      .catch((error: unknown) => {
        throw awsError(error, { operation: 'iam:ListInstanceProfiles' })
      })
    all.push(...(page.InstanceProfiles ?? []))
    marker = page.IsTruncated === true ? page.Marker : undefined
    if (page.IsTruncated === true && marker === undefined) {
      throw new RolewrightError({
        code: 'partial-read',
        message: '`ListInstanceProfiles` says there is more, but not where it goes on',
        hint: 'run it again; if it stays so, check what `AWS_ENDPOINT_URL` names',
      })
    }
  } while (marker !== undefined)
  return all
}
