import type { Comparing } from './comparing.ts'
import { compileGlob, type TextMatcher } from '../match/compile-glob.ts'
import { globUnits, matchesUnits } from '../match/literal-glob.ts'
import { fillTemplate, parseTemplate, type Template } from './policy-variables.ts'

interface TextStyle {
  /** Applied to both sides. */
  readonly fold: (text: string) => string
  readonly wildcards: boolean
}

/** Compares as text: equal, equal but for case, or by wildcards; a variable without a value equals nothing. */
export function compareText(values: readonly string[], variables: boolean, { fold, wildcards }: TextStyle): Comparing {
  const exact = new Set<string>()
  const patterns: TextMatcher[] = []
  const templates: Template[] = []
  for (const value of values) {
    const template = variables ? parseTemplate(value) : undefined
    if (template !== undefined) templates.push(template)
    else if (wildcards && /[*?]/.test(value)) patterns.push(compileGlob(value))
    else exact.add(fold(value))
  }
  return (value, context) => {
    const folded = fold(value)
    if (exact.has(folded)) return 'match'
    for (const matches of patterns) if (matches(folded)) return 'match'
    for (const template of templates) {
      const filled = fillTemplate(template, context)
      if (filled === undefined) continue
      const matches = wildcards
        ? matchesUnits(globUnits(filled), folded)
        : fold(filled.map(({ text }) => text).join('')) === folded
      if (matches) return 'match'
    }
    return 'differ'
  }
}
