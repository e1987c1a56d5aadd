import { expandActions, findService } from '@rolewright/core'

/** An action as it is to be written, or why it can't be. `unlisted`: the catalogue does not know it. */
export type SpelledAction = { readonly action: string; readonly unlisted: boolean } | { readonly problem: string }

/**
 * An action or pattern in the catalogue's spelling, which the type of an action asks for; IAM itself does not regard case. What the catalogue does
 * not know is written as it stands, and has to be vouched for.
 */
export function spellAction(action: string): SpelledAction {
  if (action === '*') return { action, unlisted: false }
  const colon = action.indexOf(':')
  const prefix = action.slice(0, colon).toLowerCase()
  const name = action.slice(colon + 1)
  const known = colon > 0 && findService(prefix) !== undefined
  if (
    known &&
    (name === '*' || (name.includes('?') && /^[\w*?-]+$/.test(name) && expandActions([action]).length > 0))
  ) {
    return { action: `${prefix}:${name}`, unlisted: false }
  }
  if (known && /^[\w*-]+$/.test(name)) {
    const spelled = inCatalogueCase(prefix, name)
    if (spelled !== undefined) return { action: `${prefix}:${spelled}`, unlisted: false }
  }
  return /^[a-z0-9-]+:[\w*?-]+$/i.test(action)
    ? { action, unlisted: true }
    : { problem: `the action \`${action}\` is not of the form \`service:Action\`` }
}

/** The letters of a pattern in the case of the first action that it matches. */
function inCatalogueCase(prefix: string, pattern: string): string | undefined {
  const [first] = expandActions([`${prefix}:${pattern}`])
  if (first === undefined) return undefined
  const name = first.slice(first.indexOf(':') + 1)
  const parts = pattern.split(/(\*)/)
  const shape = parts.map((part) => (part === '*' ? '(.*)' : `(${part.replaceAll('-', String.raw`\-`)})`)).join('')
  const match = new RegExp(`^${shape}$`, 'i').exec(name)
  return match === null
    ? undefined
    : parts.map((part, index) => (part === '*' ? '*' : (match[index + 1] ?? part))).join('')
}
