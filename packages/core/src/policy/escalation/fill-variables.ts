import { asList } from '../as-list.ts'
import type { Statement } from '../document.ts'
import { account } from './sample-resources.ts'

const variable = /\$\{([^}]*)\}/g

/** What the names in a policy's variables stand for when somebody asks about themselves. */
export const selfName = 'rolewright-self'

/** A value for each policy variable, so that patterns with variables match the samples made from them. */
export function variableValues(statements: readonly Statement[]): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { Resource, NotResource } of statements) {
    for (const text of [...asList(Resource), ...asList(NotResource)]) {
      for (const [, inside = ''] of text.matchAll(variable)) {
        const key = inside.split(',')[0]?.trim().toLowerCase() ?? ''
        if (key !== '' && !['*', '?', '$'].includes(key)) values[key] = valueOf(key)
      }
    }
  }
  return values
}

function valueOf(key: string): string {
  if (key.endsWith('account')) return account
  return key === 'aws:requestedregion' ? 'us-east-1' : selfName
}

/** A pattern with its variables filled in. */
export function fillVariables(pattern: string): string {
  return pattern.replaceAll(variable, (_, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') return 'x'
    return valueOf((inside.split(',')[0] ?? '').trim().toLowerCase())
  })
}
