import { changedLines } from '@rolewright/core'

/** A piece of printed JSON; `kind` gives its colour. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark'
  readonly text: string
}

/** One line of printed JSON, and in a comparison whether it is only in the first or the second. */
export interface JsonLine {
  readonly change: 'same' | 'removed' | 'added'
  readonly tokens: readonly JsonToken[]
}

/** JSON printed with two spaces, cut into coloured pieces. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  return print(value).map((text) => ({ change: 'same', tokens: tokens(text) }))
}

/** Both printed as one: what is only in `before` is removed, what is only in `after` added. Null is nothing at all. */
export function jsonDiff(before: unknown, after: unknown): readonly JsonLine[] {
  return changedLines(before === null ? [] : print(before), after === null ? [] : print(after)).map(
    ({ change, text }) => ({ change, tokens: tokens(text) }),
  )
}

function print(value: unknown): readonly string[] {
  return (JSON.stringify(value, undefined, 2) ?? 'null').split('\n')
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([^"\dtfn-]+|.)/g

function tokens(line: string): readonly JsonToken[] {
  return [...line.matchAll(TOKEN)].flatMap(([all, string, colon, number, word]): JsonToken[] => {
    if (string !== undefined && colon !== undefined) {
      return [
        { kind: 'key', text: string },
        { kind: 'mark', text: colon },
      ]
    }
    if (string !== undefined) return [{ kind: 'string', text: string }]
    if (number !== undefined) return [{ kind: 'number', text: number }]
    if (word !== undefined) return [{ kind: 'word', text: word }]
    return [{ kind: 'mark', text: all }]
  })
}
