/**
 * The JSON path of a place in a document.
 *
 * @example
 * ```ts
 * jsonPath(['Statement', 0, 'Condition', 'StringEquals', 'aws:PrincipalTag/team'])
 * // '$.Statement[0].Condition.StringEquals["aws:PrincipalTag/team"]'
 * ```
 */
export function jsonPath(segments: readonly (string | number)[]): string {
  let path = '$'
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(segment)) path += `.${segment}`
    else path += `[${JSON.stringify(segment)}]`
  }
  return path
}
