import type { AccountDefinition } from './definitions.ts'
import { freeze } from './freeze.ts'

/**
 * One AWS account that the roles go to, with the values of its parameters.
 *
 * @example
 * ```ts
 * defineAccount({ id: 'dev', accountId: '111122223333', parameters: { inputBucket: 'examplecorp-dev-input' } })
 * ```
 */
export function defineAccount(
  account: Omit<AccountDefinition, 'kind' | 'parameters'> & Partial<Pick<AccountDefinition, 'parameters'>>,
): AccountDefinition {
  return freeze({ parameters: {}, ...account, kind: 'account' })
}
