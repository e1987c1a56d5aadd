import { resolve } from 'node:path'
import { type AccountState, RolewrightError } from '@rolewright/core'
import type { Context } from '../frame/context.ts'
import { readText } from '../frame/read-text.ts'
import { aheadBy } from './clock.ts'
import { bothSources, inFile, type SourceOptions } from './open-source.ts'
import { requireSandboxFile } from './require-sandbox-file.ts'

/** An account that was read without a model that says which one is meant. */
export interface ReadAccount {
  readonly state: AccountState
  /** For a person: `AWS`, `the sandbox account.json`. */
  readonly label: string
  readonly now: Date
}

/** Reads whatever account `--from-file`, `--sandbox` or the SDK's configuration names. */
export async function readAnyAccount(options: SourceOptions, context: Context): Promise<ReadAccount> {
  const { awsClients, openSandbox, readAccount, stateFromAuthorizationDetails } = await import('@rolewright/aws-sync')
  if (options.fromFile !== undefined && options.sandbox !== undefined) throw bothSources()
  if (options.fromFile !== undefined) {
    const file = resolve(context.io.cwd, options.fromFile)
    const text = await readText(file)
    try {
      return { state: stateFromAuthorizationDetails(text), label: `the file ${options.fromFile}`, now: new Date() }
    } catch (error) {
      throw error instanceof RolewrightError ? inFile(error, file) : error
    }
  }
  if (options.sandbox === undefined) return { state: await readAccount(awsClients()), label: 'AWS', now: new Date() }
  const named = options.sandbox === true ? undefined : options.sandbox
  const file = named === undefined ? undefined : resolve(context.io.cwd, named)
  if (file !== undefined) requireSandboxFile(file)
  const sandbox = await openSandbox(file === undefined ? {} : { file })
  return {
    state: await readAccount(sandbox.clients),
    label: named === undefined ? 'an empty sandbox' : `the sandbox ${named}`,
    now: (await aheadBy(sandbox))(),
  }
}
