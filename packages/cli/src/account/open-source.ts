import { resolve } from 'node:path'
import type { AwsClients, Caller } from '@rolewright/aws-sync'
import {
  type AccountDefinition,
  type AccountState,
  partitionOf,
  RolewrightError,
  statePartition,
} from '@rolewright/core'
import type { Context } from '../frame/context.ts'
import { readText } from '../frame/read-text.ts'
import { aheadBy } from './clock.ts'
import { requirePartition } from './require-partition.ts'
import { requireSandboxFile } from './require-sandbox-file.ts'

/** The options that say where the account comes from. */
export interface SourceOptions {
  readonly sandbox?: string | true
  readonly fromFile?: string
}

/** `create`: a sandbox file that is missing is made. */
type ConnectionOptions = SourceOptions & { readonly create?: boolean }

/** An account that can be read. */
export interface Source {
  readonly account: AccountDefinition
  /** For a person: `AWS`, `the sandbox .demo/account.json`. */
  readonly label: string
  /** The account's time: the sandbox's clock, or the real one. */
  readonly now: () => Date
  readonly read: () => Promise<AccountState>
  /** Which of these users have signed in and set a password; a file can't tell, so that there nobody has. */
  readonly signedIn: (users: readonly string[]) => Promise<ReadonlySet<string>>
}

/** An account that can be changed too. */
export interface Connection extends Source {
  readonly clients: AwsClients
  readonly caller: Caller
  /** How often a second CloudTrail may be asked; AWS's own limit unless given. */
  readonly lookUpsPerSecond?: number
}

/** Opens what `--from-file`, `--sandbox` or the SDK's configuration names, to read it; refuses another account than the one meant. */
export async function openSource(
  account: AccountDefinition,
  options: SourceOptions,
  context: Context,
): Promise<Source | Connection> {
  if (options.fromFile === undefined) return openConnection(account, options, context)
  if (options.sandbox !== undefined) throw bothSources()
  const file = resolve(context.io.cwd, options.fromFile)
  return {
    account,
    label: `the file ${options.fromFile}`,
    now: () => new Date(),
    signedIn: () => Promise.resolve(new Set()),
    read: async () => {
      const { stateFromAuthorizationDetails } = await import('@rolewright/aws-sync')
      const text = await readText(file)
      try {
        const state = stateFromAuthorizationDetails(text, { accountId: account.accountId })
        requirePartition(account, statePartition(state))
        return state
      } catch (error) {
        throw error instanceof RolewrightError ? inFile(error, file) : error
      }
    },
  }
}

/** Opens the sandbox that `--sandbox` names, else the account of the SDK's configuration; refuses another than the one meant. */
export async function openConnection(
  account: AccountDefinition,
  options: ConnectionOptions,
  context: Context,
): Promise<Connection> {
  const { readAccount, readSignedIn, requireAccount } = await import('@rolewright/aws-sync')
  const { clients, label, now, ...pace } = await clientsOf(account, options, context)
  const caller = await requireAccount(clients, account.accountId)
  requirePartition(account, partitionOf(caller.arn))
  return {
    account,
    label,
    now,
    clients,
    caller,
    ...pace,
    read: () => readAccount(clients),
    signedIn: (users) => readSignedIn(clients, users),
  }
}

async function clientsOf(
  account: AccountDefinition,
  options: ConnectionOptions,
  context: Context,
): Promise<Pick<Connection, 'clients' | 'label' | 'lookUpsPerSecond' | 'now'>> {
  const { awsClients, openSandbox } = await import('@rolewright/aws-sync')
  if (options.sandbox === undefined) return { clients: awsClients(), label: 'AWS', now: () => new Date() }
  const named = options.sandbox === true ? undefined : options.sandbox
  const file = named === undefined ? undefined : resolve(context.io.cwd, named)
  if (file !== undefined && options.create !== true) requireSandboxFile(file)
  const sandbox = await openSandbox({ accountId: account.accountId, ...(file === undefined ? {} : { file }) })
  return {
    clients: sandbox.clients,
    label: named === undefined ? 'an empty sandbox' : `the sandbox ${named}`,
    now: await aheadBy(sandbox),
    lookUpsPerSecond: Infinity,
  }
}

/** `--sandbox` and `--from-file` together. */
export function bothSources(): RolewrightError {
  return new RolewrightError({
    code: 'two-sources',
    message: '`--sandbox` and `--from-file` both say where the account comes from',
    hint: 'give one of them',
  })
}

/** The same error, with the file that it is about. */
export function inFile(error: RolewrightError, file: string): RolewrightError {
  return new RolewrightError({
    code: error.code,
    message: error.message,
    path: error.path === undefined ? file : `${file} ${error.path}`,
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  })
}
