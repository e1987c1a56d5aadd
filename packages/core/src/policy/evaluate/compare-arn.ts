import type { Comparing } from './comparing.ts'
import { globUnits, matchesUnits, splitUnits } from '../match/literal-glob.ts'
import { type ArnMatcher, compileArn, splitArn } from '../match/match-arn.ts'
import { fillTemplate, parseTemplate, type Template } from './policy-variables.ts'

/** Compares ARNs segment by segment. A pattern without six segments breaks the condition for every value that is an ARN. */
export function compareArn(values: readonly string[], variables: boolean): Comparing {
  const patterns: ArnMatcher[] = []
  const templates: Template[] = []
  let broken = false
  for (const value of values) {
    const template = variables ? parseTemplate(value) : undefined
    if (template !== undefined) {
      templates.push(template)
      continue
    }
    const pattern = compileArn(value)
    if (pattern === undefined) broken = true
    else patterns.push(pattern)
  }
  return (value, context) => {
    const arn = splitArn(value)
    if (arn === undefined) return 'unfit'
    if (broken) return 'broken'
    let matched = patterns.some((matches) => matches(arn))
    for (const template of templates) {
      const filled = fillTemplate(template, context)
      if (filled === undefined) continue
      const segments = splitUnits(globUnits(filled))
      if (segments.length < 6) return 'broken'
      matched ||= segments.every((segment, index) => matchesUnits(segment, arn[index] ?? ''))
    }
    return matched ? 'match' : 'differ'
  }
}
