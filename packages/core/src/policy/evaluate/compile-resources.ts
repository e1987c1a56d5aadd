import type { ContextView } from './context-view.ts'
import { globUnits, matchesUnits, splitUnits } from '../match/literal-glob.ts'
import {
  type ArnMatcher,
  type ArnSegments,
  compileArn,
  padArnPattern,
  splitArn,
  splitSegments,
} from '../match/match-arn.ts'
import { isEverything } from '../match/match-action.ts'
import { fillTemplate, parseTemplate, type Template } from './policy-variables.ts'

/** The resource of a request, split at most once, and only when a statement asks. */
export interface ResourceView {
  readonly text: string
  readonly segments: () => ArnSegments | undefined
}

export function viewResource(text: string): ResourceView {
  let split = false
  let segments: ArnSegments | undefined
  return {
    text,
    segments: () => {
      if (!split) {
        segments = splitArn(text)
        split = true
      }
      return segments
    },
  }
}

/** Whether a resource is among the patterns of a Resource or NotResource element. */
export type ResourceMatcher = (resource: ResourceView, context: ContextView) => boolean

/**
 * Makes the patterns of a Resource or NotResource element ready. `*` fits everything, `*` alone of a request only that; an ARN pattern fits ARNs segment by
 * segment, with missing segments read as `*`; a pattern whose variable has no value fits nothing.
 */
export function compileResources(patterns: readonly string[], variables: boolean): ResourceMatcher {
  if (patterns.some(isEverything)) return () => true
  const exact = new Set<string>()
  const prefixes: string[] = []
  const matchers: ArnMatcher[] = []
  const templates: Template[] = []
  for (const pattern of patterns) {
    const template = variables ? parseTemplate(pattern) : undefined
    const padded = padArnPattern(pattern)
    if (template !== undefined) templates.push(template)
    else if (!/[*?]/.test(padded)) exact.add(pattern)
    else if (isPrefix(padded)) prefixes.push(padded.slice(0, -1))
    else {
      const matcher = compileArn(padded)
      if (matcher !== undefined) matchers.push(matcher)
    }
  }
  return (resource, context) => {
    if (exact.has(resource.text)) return true
    for (const prefix of prefixes) if (resource.text.startsWith(prefix)) return true
    if (matchers.length === 0 && templates.length === 0) return false
    const segments = resource.segments()
    if (segments === undefined) return false
    for (const matches of matchers) if (matches(segments)) return true
    return templates.some((template) => fitsTemplate(template, segments, context))
  }
}

/** Whether the only wildcard is a `*` at the very end, so that all six segments are met when the text begins alike. */
function isPrefix(pattern: string): boolean {
  return /^arn:[^*?]*\*$/.test(pattern) && splitSegments(pattern.slice(0, -1)).length === 6
}

function fitsTemplate(template: Template, segments: ArnSegments, context: ContextView): boolean {
  const filled = fillTemplate(template, context)
  if (filled === undefined) return false
  let least = 0
  for (const { text, literal } of filled) if (literal) least += text.length
  if (least > segments.reduce((sum, segment) => sum + segment.length, 5)) return false
  const wanted = splitUnits(globUnits(filled))
  return wanted.every((units, index) => matchesUnits(units, segments[index] ?? ''))
}
