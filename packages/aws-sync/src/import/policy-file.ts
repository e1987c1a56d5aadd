import { definePolicy, type PolicyDocument, visibleText } from '@rolewright/core'
import { between, print } from './code.ts'
import { defineStatements } from './define-statements.ts'
import { policyCode } from './definition-code.ts'
import { identifierOf, idOf } from './names.ts'
import { policyTemplate } from './templates.ts'

/** A policy as a file of its own, or why it can't be written. */
export type WrittenPolicy =
  | {
      /** Below the folder of the roles: `policies/power-user-example-corp.ts`. */
      readonly file: string
      readonly text: string
      /** What the file exports. */
      readonly identifier: string
      readonly odd: readonly string[]
    }
  | { readonly problem: string }

/**
 * A document as the TypeScript of a policy of that name. `about` stands above it, in a comment.
 *
 * @example
 * ```ts
 * policyFile({ name: 'ReadBills', document: parsePolicy(text), about: 'A copy.' })
 * ```
 */
export function policyFile(given: {
  readonly name: string
  readonly document: PolicyDocument
  readonly description?: string
  readonly about: string
}): WrittenPolicy {
  const defined = defineStatements(given.document)
  if ('problem' in defined) return defined
  const { statements, odd, changes } = defined
  const policy = definePolicy({
    name: given.name,
    ...(given.description === undefined ? {} : { description: given.description.slice(0, 1000) }),
    statements,
  })
  const id = idOf(given.name, 'policy')
  const identifier = identifierOf(id, 'policy')
  const helpers = [
    ...(statements.some(({ effect }) => effect === 'Allow') ? ['allow'] : []),
    'definePolicy',
    ...(statements.some(({ effect }) => effect === 'Deny') ? ['deny'] : []),
    ...(statements.some(({ unlisted }) => unlisted !== undefined) ? ['unlisted'] : []),
  ]
  const code = print(between(`export const ${identifier} = `, policyCode(policy)))
  const text = policyTemplate({ helpers: helpers.join(', '), about: inComment(given.about), code })
  return { file: `policies/${id}.ts`, text, identifier, odd: [...odd, ...changes] }
}

/** Text that can't end the comment that it stands in. */
function inComment(about: string): string {
  return visibleText(about).replaceAll('*/', '*\u2215')
}
