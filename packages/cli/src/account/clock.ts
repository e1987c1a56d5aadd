import { resolve } from 'node:path'
import type { Context } from '../frame/context.ts'
import type { SourceOptions } from './open-source.ts'
import { requireSandboxFile } from './require-sandbox-file.ts'

/** The time that a command goes by: of the sandbox that `--sandbox` names, else the real one. */
export async function clockOf(options: SourceOptions, context: Context): Promise<() => Date> {
  if (typeof options.sandbox !== 'string') return () => new Date()
  const file = resolve(context.io.cwd, options.sandbox)
  requireSandboxFile(file)
  const { openSandbox } = await import('@rolewright/aws-sync')
  return aheadBy(await openSandbox({ file }))
}

/** A sandbox's clock that can be asked without waiting. */
export async function aheadBy(sandbox: { readonly now: () => Promise<Date> }): Promise<() => Date> {
  const ahead = (await sandbox.now()).getTime() - Date.now()
  return () => new Date(Date.now() + ahead)
}
