import { expandActions, parsePolicy, type PolicyDocument, type Statement } from '@rolewright/core/policy'
import { isConditional } from './is-conditional.ts'

/** One statement, its actions looked up. */
export interface Rule {
  readonly actions: ReadonlySet<string>
  readonly resources: readonly string[]
  /** Whether `resources` are those left out. */
  readonly inverted: boolean
}

export interface Rules {
  readonly allows: readonly Rule[]
  /** Only those without a condition: the others do not count in a report. */
  readonly denies: readonly Rule[]
}

/** The statements of documents, as far as a report counts them. */
export function rulesOf(texts: readonly string[]): Rules {
  const all = texts.map(documentRules)
  return { allows: all.flatMap(({ allows }) => allows), denies: all.flatMap(({ denies }) => denies) }
}

// The same few documents are asked about over and over: by each job, and for each attempt.
const known = new Map<string, Rules>()
const mostKnown = 2000

function documentRules(text: string): Rules {
  const before = known.get(text)
  if (before !== undefined) return before
  const document = parsePolicy(text)
  const statements = listOf(document)
  const rules = {
    allows: statements.filter(({ Effect: effect }) => effect === 'Allow').map(ruleOf),
    denies: statements.filter((each) => each.Effect === 'Deny' && !isConditional(each)).map(ruleOf),
  }
  if (known.size >= mostKnown) known.clear()
  known.set(text, rules)
  return rules
}

const listOf = ({ Statement: statements }: PolicyDocument): readonly Statement[] =>
  'Effect' in statements ? [statements] : statements

function ruleOf(statement: Statement): Rule {
  const inverted = statement.NotResource !== undefined
  const resources = inverted ? statement.NotResource : (statement.Resource ?? [])
  return { actions: actionsOf(statement), resources: strings(resources), inverted }
}

function actionsOf(statement: Statement): ReadonlySet<string> {
  if (statement.NotAction === undefined) return new Set(expandActions(statement.Action ?? []))
  const left = new Set(expandActions(statement.NotAction))
  return new Set(expandActions('*').filter((action) => !left.has(action)))
}

const strings = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])

/** Everything that a pattern may stand for: a policy variable may be anything. What is to be taken away goes by the pattern as it is. */
export const atMost = (resource: string): string => resource.replaceAll(/\$\{[^}]*\}/g, '*')
