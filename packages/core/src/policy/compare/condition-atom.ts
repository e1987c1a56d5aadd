import { asList } from '../as-list.ts'
import { type CompiledCondition, compileConditions } from '../compile-condition.ts'
import { type ConditionOperator, parseOperator } from '../condition-operator.ts'
import type { ContextView } from '../context-view.ts'
import type { Conditions } from '../document.ts'
import { splitSegments } from '../match-arn.ts'
import { everyText, type Language, readPattern, type Variables } from './language.ts'

/** What kind of values an atom tells apart. */
export type AtomFamily = 'text' | 'arn' | 'number' | 'date' | 'ip' | 'presence' | 'opaque'

/** One operator and key of a statement's Condition: a predicate over what the request brings for that key. */
export interface Atom {
  /** Equal ids mean the same predicate. */
  readonly id: string
  /** In lower case. */
  readonly key: string
  /** As the policy spells it. */
  readonly spelledKey: string
  readonly operator: ConditionOperator
  readonly family: AtomFamily
  readonly values: readonly string[]
  /** For text and ARNs: what the values take, before negation. */
  readonly language: Language
  /** Whether it holds where the request has no value for the key. */
  readonly whenAbsent: boolean
  /** Whether it holds for one value; as the only one of a multi-valued key where the operator is for sets. */
  readonly holdsFor: (value: string) => boolean
}

/** The atoms of a Condition element; all must hold. */
export function readAtoms(
  conditions: Conditions | undefined,
  setting: { readonly effect: 'Allow' | 'Deny'; readonly variables: Variables | undefined },
): Atom[] {
  const compiled = compileConditions(conditions, { effect: setting.effect, variables: setting.variables !== undefined })
  return compiled.map((condition) => readAtom(condition, setting))
}

function readAtom(
  condition: CompiledCondition,
  { effect, variables }: { readonly effect: 'Allow' | 'Deny'; readonly variables: Variables | undefined },
): Atom {
  const operator = parseOperator(condition.operator) ?? neverReached
  const key = condition.key.toLowerCase()
  const values = [...new Set(asList(condition.values))].toSorted()
  const filling = variables !== undefined && values.some((value) => value.includes('${')) ? variables : undefined
  const { family, language } = meaningOf(operator, values, filling)
  const { comparison, negated, set, ifExists } = operator
  const flags = [comparison, negated, set ?? '', ifExists, filling !== undefined, family === 'opaque' ? effect : '']
  return {
    id: JSON.stringify([flags, key, values]),
    key,
    spelledKey: condition.key,
    operator,
    family,
    values,
    language,
    whenAbsent: condition.holds(nothing),
    holdsFor: (value) =>
      condition.holds({
        get: (asked) => (asked === key ? { values: [value], multiple: set !== undefined } : undefined),
      }),
  }
}

const nothing: ContextView = { get: () => undefined }

/** `compileConditions` has refused unknown operators before. */
const neverReached: ConditionOperator = { comparison: 'null', negated: false, set: undefined, ifExists: false }

const beyondAscii = /[\u0080-\uffff]/
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function meaningOf(
  { comparison }: ConditionOperator,
  values: readonly string[],
  variables: Variables | undefined,
): { family: AtomFamily; language: Language } {
  const read = (reading: { wildcards: boolean; segments?: boolean; ignoreCase?: boolean }): Language =>
    values.map((value) => readPattern(value, { variables, segments: false, ...reading }))
  switch (comparison) {
    case 'null':
      return { family: 'presence', language: [] }
    case 'string-equals':
      return { family: 'text', language: read({ wildcards: false }) }
    case 'string-like':
      return { family: 'text', language: read({ wildcards: true }) }
    case 'string-equals-ignore-case':
      // Beyond ASCII a letter without case may be two letters, or depend on its neighbours.
      if (variables !== undefined || values.some((value) => beyondAscii.test(value)))
        return { family: 'opaque', language: [] }
      return { family: 'text', language: read({ wildcards: false, ignoreCase: true }) }
    case 'bool':
      return { family: 'text', language: boolLanguage(values) }
    case 'binary-equals': {
      const valid = values.filter((value) => base64.test(value))
      return {
        family: 'text',
        language: valid.map((value) => readPattern(value, { wildcards: false, segments: false })),
      }
    }
    case 'arn-like': {
      const language = read({ wildcards: true, segments: true })
      // A pattern that is no ARN, or whose variable may move its segments, decides by effect and by value.
      const odd = language.some(({ loose }) => loose) || values.some((value) => splitSegments(value).length < 6)
      return odd ? { family: 'opaque', language: [] } : { family: 'arn', language }
    }
    case 'ip-address':
      return { family: 'ip', language: [] }
    case 'numeric-equals':
    case 'numeric-less-than':
    case 'numeric-less-than-equals':
    case 'numeric-greater-than':
    case 'numeric-greater-than-equals':
      return { family: 'number', language: [] }
    case 'date-equals':
    case 'date-less-than':
    case 'date-less-than-equals':
    case 'date-greater-than':
    case 'date-greater-than-equals':
      return { family: 'date', language: [] }
    default:
      return comparison satisfies never
  }
}

const trueInAnyCase = readPattern('true', { wildcards: false, segments: false, ignoreCase: true })

/** `true` in any case, or everything else, or both: what is not true is false. Everything else is read as a negation by {@link isFalseOnly}. */
function boolLanguage(values: readonly string[]): Language {
  const truths = new Set(values.map((value) => value.toLowerCase() === 'true'))
  if (truths.size === 2) return [everyText]
  return truths.size === 0 ? [] : [trueInAnyCase]
}

/** Whether the atom is a Bool for `false`: its language is what it keeps out. */
export function isFalseOnly({ operator, values }: Atom): boolean {
  return operator.comparison === 'bool' && values.length > 0 && values.every((value) => value.toLowerCase() !== 'true')
}
