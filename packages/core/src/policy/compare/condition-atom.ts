import { asList } from '../as-list.ts'
import { type CompiledCondition, compileConditions } from '../evaluate/compile-condition.ts'
import { type ConditionOperator, parseOperator } from '../parse/condition-operator.ts'
import type { ContextView } from '../evaluate/context-view.ts'
import type { Conditions } from '../document.ts'
import { parseDecimal } from '../print/decimal.ts'
import { parseIpBlock } from '../evaluate/ip-address.ts'
import { splitSegments } from '../match/match-arn.ts'
import { parseDate } from '../evaluate/parse-date.ts'
import { parseTemplate } from '../evaluate/policy-variables.ts'
import { everyArn, everyText, type Language, readPattern, type Variables } from './language.ts'

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
  /** For text and ARNs: what the values take. */
  readonly language: Language
  /** Whether it holds for what the language does not take. */
  readonly negated: boolean
  /** Whether what the values mean depends on other keys. */
  readonly hasVariables: boolean
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
  const meaning = meaningOf({ operator, values, effect, variables: filling })
  const { comparison, negated, set, ifExists } = operator
  const flags = [
    comparison,
    negated,
    set ?? '',
    ifExists,
    filling !== undefined,
    meaning.byEffect === true ? effect : '',
  ]
  return {
    id: JSON.stringify([flags, key, values]),
    key,
    spelledKey: condition.key,
    operator,
    ...meaning,
    values,
    hasVariables: filling !== undefined,
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

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const beyondAscii = /[\u0080-\uffff]/

interface Meaning {
  readonly family: AtomFamily
  readonly language: Language
  readonly negated: boolean
  /** Whether it means another thing in a Deny than in an Allow. */
  readonly byEffect?: boolean
}

const opaque: Meaning = { family: 'opaque', language: [], negated: false, byEffect: true }

interface Comparison {
  readonly operator: ConditionOperator
  readonly values: readonly string[]
  readonly effect: 'Allow' | 'Deny'
  readonly variables: Variables | undefined
}

function meaningOf({ operator, values, effect, variables }: Comparison): Meaning {
  const { comparison, negated } = operator
  const read = (reading: { wildcards: boolean; segments?: boolean; ignoreCase?: boolean }): Language =>
    values.map((value) => readPattern(value, { variables, segments: false, ...reading }))
  switch (comparison) {
    case 'null':
      return { family: 'presence', language: [], negated: false }
    case 'string-equals':
      return { family: 'text', language: read({ wildcards: false }), negated }
    case 'string-like':
      return { family: 'text', language: read({ wildcards: true }), negated }
    case 'string-equals-ignore-case':
      // Beyond ASCII a letter without case may be two letters, or depend on its neighbours.
      if (values.some((value) => beyondAscii.test(value))) return opaque
      return { family: 'text', language: read({ wildcards: false, ignoreCase: true }), negated }
    case 'bool':
      return boolMeaning(values)
    case 'binary-equals': {
      const valid = values.filter((value) => base64.test(value))
      const language = valid.map((value) => readPattern(value, { wildcards: false, segments: false }))
      return { family: 'text', language, negated }
    }
    case 'arn-like':
      return arnMeaning({ effect, values, negated, language: read({ wildcards: true, segments: true }), variables })
    case 'ip-address':
      return scalarMeaning('ip', { operator, readable: values.some((value) => parseIpBlock(value) !== undefined) })
    case 'numeric-equals':
    case 'numeric-less-than':
    case 'numeric-less-than-equals':
    case 'numeric-greater-than':
    case 'numeric-greater-than-equals':
      return scalarMeaning('number', { operator, readable: values.some((value) => parseDecimal(value) !== undefined) })
    case 'date-equals':
    case 'date-less-than':
    case 'date-less-than-equals':
    case 'date-greater-than':
    case 'date-greater-than-equals':
      return scalarMeaning('date', { operator, readable: values.some((value) => parseDate(value) !== undefined) })
    default:
      return comparison satisfies never
  }
}

const trueInAnyCase = readPattern('true', { wildcards: false, segments: false, ignoreCase: true })

/** `true` in any case, or everything else, or both: what is not true is false. */
function boolMeaning(values: readonly string[]): Meaning {
  const truths = new Set(values.map((value) => value.toLowerCase() === 'true'))
  if (truths.size === 2) return { family: 'text', language: [everyText], negated: false }
  if (truths.size === 0) return { family: 'text', language: [], negated: false }
  return { family: 'text', language: [trueInAnyCase], negated: truths.has(false) }
}

function arnMeaning(arns: Omit<Comparison, 'operator'> & { negated: boolean; language: Language }): Meaning {
  const { effect, values, negated, language, variables } = arns
  const filled = (value: string): boolean => variables !== undefined && parseTemplate(value) !== undefined
  // One pattern that is no ARN decides for every ARN: an Allow fails, a Deny applies.
  if (values.some((value) => !filled(value) && splitSegments(value).length < 6))
    return { family: 'text', language: effect === 'Allow' ? [] : [everyArn], negated: false, byEffect: true }
  // A variable that may hold colons moves the segments behind it, and how many there are.
  if (language.some(({ loose, segments }) => loose || segments < 6)) return { ...opaque, language }
  return { family: 'arn', language, negated }
}

/** With no value that can be read nothing matches; then all depends on the negation, but for addresses, where an unreadable one fails both. */
function scalarMeaning(
  family: 'ip' | 'number' | 'date',
  { operator, readable }: { operator: ConditionOperator; readable: boolean },
): Meaning {
  const { negated } = operator
  if (readable || (family === 'ip' && negated)) return { family, language: [], negated }
  return { family: 'text', language: [], negated }
}
