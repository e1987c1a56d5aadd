import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { parsePolicy } from '../policy/parse/parse-policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { HeldDocument, Principal } from './principal.ts'

/**
 * Does work on the documents of principals. Where one of them is none that IAM would take, as a saved account may hold, the error says whose it is:
 * code `unreadable-policy`.
 */
export function namingPolicies<T>(principals: readonly Principal[], work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    const refused = principals
      .flatMap(({ documents, boundary }) => [...documents, ...boundary])
      .filter((one) => refusalOf(one) !== undefined)
    const held = refused.find((one) => refusalOf(one)?.code === error.code) ?? refused[0]
    throw held === undefined ? error : unreadable(held, error)
  }
}

function refusalOf({ document }: HeldDocument): PolicyError | undefined {
  try {
    parsePolicy(document, { kind: 'identity' })
    return undefined
  } catch (error) {
    if (error instanceof PolicyError) return error
    throw error
  }
}

function unreadable({ policyArn, policyName, holder }: HeldDocument, error: PolicyError): RolewrightError {
  const place = policyArn === null ? `\`${holder}\`, inline policy \`${policyName}\`` : `policy \`${policyArn}\``
  return new RolewrightError({
    code: 'unreadable-policy',
    message: `the document of ${place} can't be judged: ${error.message}`,
    ...(error.path === undefined ? {} : { path: error.path }),
    hint: 'IAM would refuse it as well: mend it in the account, or in the file that it was saved in',
    cause: error,
  })
}
