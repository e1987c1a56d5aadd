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
  const old = before === null ? [] : print(before)
  const now = after === null ? [] : print(after)
  const common = longestCommon(old, now)
  const lines: JsonLine[] = []
  let left = 0
  let right = 0
  const take = (change: JsonLine['change'], text: string | undefined): void => {
    lines.push({ change, tokens: tokens(text ?? '') })
  }
  for (const [inOld, inNow] of [...common, [old.length, now.length] as const]) {
    while (left < inOld) take('removed', old[left++])
    while (right < inNow) take('added', now[right++])
    if (inOld < old.length) take('same', old[left])
    left++
    right++
  }
  return lines
}

function print(value: unknown): readonly string[] {
  return (JSON.stringify(value, undefined, 2) ?? 'null').split('\n')
}

/** Positions of lines that both have in the same order: all equal ones at the start and end, and the most of those between. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  // A table of more than this would take seconds: such documents are shown as removed and added whole.
  if (a.length * b.length > 4_000_000) return []
  const width = b.length + 1
  const table = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
    }
  }
  const pairs: [number, number][] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if ((table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)) i++
    else j++
  }
  return pairs
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
