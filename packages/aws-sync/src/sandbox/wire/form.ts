import { AwsError } from '../aws-error.ts'

/** The fields of a query-protocol form as a tree: `Tags.member.1.Key` lies under `Tags`, `member`, `1`, `Key`. */
export interface FormNode {
  value?: string
  readonly children: Map<string, FormNode>
}

const deepest = 12

/**
 * Reads an `application/x-www-form-urlencoded` body, or a query string, into a tree.
 *
 * @throws {AwsError} `MalformedInput` where a name nests deeper than any operation's input does.
 */
export function parseForm(body: string): FormNode {
  const root: FormNode = { children: new Map() }
  for (const [name, value] of new URLSearchParams(body)) {
    const steps = name.split('.')
    if (steps.length > deepest) throw new AwsError('MalformedInput', 'A parameter name is nested too deeply')
    let node = root
    for (const step of steps) {
      const next = node.children.get(step) ?? { children: new Map<string, FormNode>() }
      node.children.set(step, next)
      node = next
    }
    node.value = value
  }
  return root
}
