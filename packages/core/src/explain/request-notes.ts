import { findAction } from '../catalog/catalog.ts'
import { misspelling } from '../catalog/misspelling.ts'
import { canActOn } from '../policy/match/fitting-actions.ts'
import type { Request } from '../policy/request.ts'

/**
 * Why the answer to a request may not be what was meant, a note each: an action or a resource that AWS does not have is decided as IAM would
 * decide it, and looks like a plain no.
 *
 * Follows AWS's service authorization reference.
 *
 * @example
 * ```ts
 * requestNotes({ action: 's3:GetObject', resource: 'arn:aws:s3:::data' })
 * // ['`s3:GetObject` acts on accesspointobject, object: `arn:aws:s3:::data` names none of them']
 * ```
 */
export function requestNotes({ action, resource }: Pick<Request, 'action' | 'resource'>): readonly string[] {
  const spelling = misspelling(action)
  const found = findAction(action)
  return [
    ...(spelling === undefined ? [] : [[spelling.message, spelling.hint].filter(Boolean).join('; ')]),
    ...(found === undefined ? [] : resourceNotes(found, resource)),
    ...(resource === '*' || resource.startsWith('arn:')
      ? []
      : [`\`${resource}\` is not an ARN, such as \`arn:aws:s3:::bucket/key\``]),
  ]
}

function resourceNotes(
  { action, resources }: NonNullable<ReturnType<typeof findAction>>,
  resource: string,
): readonly string[] {
  const types = [...new Set(resources.map(({ type }) => type.name))].join(', ')
  if (resource === '*') {
    return types === ''
      ? []
      : [`\`${action}\` acts on ${types}: asked about \`*\`, those who may on some of them only are told apart`]
  }
  if (!resource.startsWith('arn:') || canActOn(action, resource)) return []
  return types === ''
    ? [`\`${action}\` acts on no resource: AWS decides it for \`*\``]
    : [`\`${action}\` acts on ${types}: \`${resource}\` names none of them`]
}
