import type { Command } from 'commander'
import type { Start } from '../frame/context.ts'
import { addImportAccount } from './import-account.ts'
import { addImportAwsManaged } from './import-aws-managed.ts'
import { addImportPolicy } from './import-policy.ts'

/** `rolewright import` and what can be imported. */
export function addImport(program: Command, start: Start): void {
  const group = program.command('import').summary('bring what AWS has into the repository, as TypeScript')
  addImportAccount(group, start)
  addImportAwsManaged(group, start)
  addImportPolicy(group, start)
}
