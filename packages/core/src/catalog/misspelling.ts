import { nearest } from '../diagnostic/nearest.ts'
import { findAction, findService, servicePrefixes } from './catalog.ts'

/** What is wrong with the name of an action, and the nearest right one where one is near. */
export interface Misspelling {
  readonly message: string
  readonly hint?: string
}

/**
 * What is wrong with an action that AWS's service authorization reference does not list, or undefined where it lists it.
 *
 * A name with wildcards is taken for one that matches nothing: ask only about those that do match nothing.
 *
 * @example
 * ```ts
 * misspelling('s3:GetObjct') // { message: '`s3:GetObjct` is not an action of Amazon S3', hint: 'did you mean `s3:GetObject`?' }
 * ```
 */
export function misspelling(action: string): Misspelling | undefined {
  if (findAction(action) !== undefined) return undefined
  const [prefix = '', name = ''] = action.split(':')
  const service = findService(prefix)
  if (service === undefined) {
    const message = `\`${action}\` names the service \`${prefix}\`, which AWS does not have`
    return { message, ...hintOf(nearest(prefix, servicePrefixes())) }
  }
  const message = `\`${action}\` ${/[*?]/.test(name) ? 'matches no action' : 'is not an action'} of ${service.name}`
  return {
    message,
    ...hintOf(
      nearest(
        action,
        service.actions.map((one) => `${service.prefix}:${one}`),
      ),
    ),
  }
}

function hintOf(spelling: string | undefined): Pick<Misspelling, 'hint'> {
  return spelling === undefined ? {} : { hint: `did you mean \`${spelling}\`?` }
}
