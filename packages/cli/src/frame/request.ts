import { type ContextValue, type Request, type RequestContext, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'

/** What a request brings along, as the command takes it. */
export interface ContextOptions {
  readonly context?: readonly string[]
}

/** Adds `--context key=value`, which may stand several times. */
export function withRequestContext(command: Command): Command {
  return command.option(
    '--context <key=value...>',
    'what the request brings along: aws:MultiFactorAuthPresent=true; a key given twice has several values',
  )
}

/** The request that a person asks about; throws `request-invalid` for what is none. */
export function requestOf(
  asked: { readonly action: string; readonly resource: string },
  options: ContextOptions,
): Request {
  if (!/^[a-z0-9-]+:\w+$/i.test(asked.action)) {
    throw new RolewrightError({
      code: 'request-invalid',
      message: `\`${asked.action}\` is not one action`,
      hint: 'write it as `service:Action`, without wildcards: a request is for one action',
    })
  }
  return { action: asked.action, resource: asked.resource, context: contextOf(options.context ?? []) }
}

function contextOf(pairs: readonly string[]): RequestContext {
  const values = new Map<string, string[]>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 1) {
      throw new RolewrightError({
        code: 'request-invalid',
        message: `\`${pair}\` is not a key and a value`,
        hint: 'write `--context aws:SourceIp=203.0.113.7`',
      })
    }
    const key = pair.slice(0, equals)
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)])
  }
  return Object.fromEntries(
    [...values].map(([key, list]): [string, ContextValue] => [key, list.length === 1 ? (list[0] ?? '') : list]),
  )
}
