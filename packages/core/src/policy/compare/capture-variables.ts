import { firstVariable, folded, type Pattern, run, runInSegment, unit, unitInSegment } from './language.ts'

/** What the variables of a pattern would have to stand for so that it fits the text: once as short, once as long as they can be. */
export function captureVariables({ source }: Pattern, text: string): ReadonlyMap<number, string>[] {
  return ['?', ''].flatMap((shortest) => {
    const expression = source.map((code) => expressionOf(code, shortest)).join('')
    const found = new RegExp(`^${expression}$`, 's').exec(text)
    if (found === null) return []
    const symbols = source.filter((code) => code <= firstVariable)
    return [new Map(symbols.map((symbol, index) => [symbol, found[index + 1] ?? '']))]
  })
}

function expressionOf(code: number, shortest: string): string {
  if (code <= firstVariable) return `(.*${shortest})`
  if (code === run) return '.*'
  if (code === runInSegment) return '[^:]*'
  if (code === unit) return '.'
  if (code === unitInSegment) return '[^:]'
  const plain = code >= folded ? code - folded : code
  return String.raw`\u${plain.toString(16).padStart(4, '0')}`
}
