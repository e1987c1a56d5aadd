import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asList } from './as-list.ts'
import { canonicalPolicy } from './print/canonical-policy.ts'
import { createEvaluator } from './evaluate/create-evaluator.ts'
import type { PolicyDocument, Statement } from './document.ts'
import { parsePolicy } from './parse/parse-policy.ts'
import { policiesEqual } from './print/policies-equal.ts'
import { anyPolicy, anyRequest, anyStatement } from './policy-arbitraries.testing.ts'
import { printPolicy } from './print/print-policy.ts'
import { sameDocument } from './print/same-document.ts'

test('what is printed is parsed as the same document and printed as the same text', () => {
  fc.assert(
    fc.property(anyPolicy, fc.boolean(), (document, pretty) => {
      const text = printPolicy(document, { pretty })
      const parsed = parsePolicy(text)
      expect(printPolicy(parsed, { pretty })).toBe(text)
      expect(sameDocument(parsed, document)).toBe(true)
      expect(parsePolicy(JSON.stringify(document))).toEqual(document)
    }),
  )
})

test('the canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(anyPolicy, (document) => {
      const canonical = canonicalPolicy(document)
      expect(JSON.stringify(canonicalPolicy(canonical))).toBe(JSON.stringify(canonical))
    }),
  )
})

/** The same document with its statements and lists in another order, scalars as lists, and actions in capitals. */
function shuffled(document: PolicyDocument): PolicyDocument {
  const turn = <T>(values: T | readonly T[] | undefined): readonly T[] => asList(values).toReversed()
  const statements = turn(document.Statement).map((statement): Statement => {
    const entries = Object.entries(statement).toReversed()
    return {
      ...parseStatement(Object.fromEntries(entries)),
      ...(statement.Action === undefined ? {} : { Action: turn(statement.Action).map((name) => name.toUpperCase()) }),
      ...(statement.Resource === undefined ? {} : { Resource: turn(statement.Resource) }),
    }
  })
  return { Statement: statements, ...(document.Version === undefined ? {} : { Version: document.Version }) }
}

function parseStatement(statement: object): Statement {
  const [parsed] = asList(parsePolicy({ Statement: statement }).Statement)
  if (parsed === undefined) throw new Error('a document has a statement')
  return parsed
}

test('equality holds for every spelling, both ways, and equal documents decide alike', () => {
  fc.assert(
    fc.property(anyPolicy, anyRequest, (document, request) => {
      const other = shuffled(document)
      expect(sameDocument(document, other)).toBe(true)
      expect(policiesEqual(document, document)).toBe(true)
      expect(policiesEqual(other, document)).toBe(true)
      expect(createEvaluator(other).decide(request).effect).toBe(createEvaluator(document).decide(request).effect)
    }),
  )
})

test('documents are the same exactly where their canonical forms are, whatever one of them lacks', () => {
  const trust: PolicyDocument = {
    Statement: [{ Effect: 'Allow', Principal: { AWS: ['111122223333', '444455556666'] }, Action: 'sts:AssumeRole' }],
  }
  fc.assert(
    fc.property(fc.oneof(anyPolicy, fc.constant(trust)), fc.nat(), fc.nat(), (document, which, element) => {
      const statements = asList(document.Statement)
      const at = which % statements.length
      const lacking = statements.map((statement, index) => (index === at ? without(statement, element) : statement))
      for (const other of [structuredClone(document), { ...document, Statement: lacking }]) {
        const same = JSON.stringify(canonicalPolicy(document)) === JSON.stringify(canonicalPolicy(other))
        expect(sameDocument(document, other)).toBe(same)
        expect(sameDocument(other, document)).toBe(same)
      }
    }),
  )
})

/** A statement that lacks one of its elements, or a list's last value where it has several. */
function without(statement: Statement, element: number): Statement {
  const keys = Object.keys(statement).filter((key) => key !== 'Effect')
  const key = keys[element % keys.length] ?? ''
  const value: unknown = Reflect.get(statement, key)
  const rest = Object.fromEntries(Object.entries(statement).filter(([name]) => name !== key))
  return {
    Effect: statement.Effect,
    ...rest,
    ...(Array.isArray(value) && value.length > 1 ? { [key]: value.slice(0, -1) } : {}),
  }
}

test('documents that are called equal decide alike, whatever they are', () => {
  const small = fc.tuple(anyStatement, anyStatement)
  fc.assert(
    fc.property(small, anyRequest, ([a, b], request) => {
      const [first, second]: PolicyDocument[] = [{ Statement: a }, { Statement: b }]
      if (first === undefined || second === undefined) return
      expect(policiesEqual(first, second)).toBe(policiesEqual(second, first))
      if (!policiesEqual(first, second)) return
      expect(createEvaluator(first).decide(request).effect).toBe(createEvaluator(second).decide(request).effect)
    }),
    { numRuns: 2000 },
  )
})

test('a deny wins over whatever else is granted', () => {
  fc.assert(
    fc.property(fc.array(anyPolicy, { maxLength: 3 }), anyPolicy, anyRequest, (documents, last, request) => {
      const alone = createEvaluator(last).decide(request).effect
      const together = createEvaluator([...documents, last]).decide(request).effect
      const possible = {
        'explicit-deny': ['explicit-deny'],
        allow: ['allow', 'explicit-deny'],
        'implicit-deny': ['allow', 'explicit-deny', 'implicit-deny'],
      }
      expect(possible[alone]).toContain(together)
    }),
  )
})

test('a boundary intersects: both must allow, either may deny', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, anyRequest, (granted, boundary, request) => {
      const [own, limit] = [granted, boundary].map((document) => createEvaluator(document).decide(request).effect)
      const bounded = createEvaluator(granted, { boundary }).decide(request).effect
      const expected = [own, limit].includes('explicit-deny')
        ? 'explicit-deny'
        : own === 'allow' && limit === 'allow'
          ? 'allow'
          : 'implicit-deny'
      expect(bounded).toBe(expected)
    }),
  )
})

test('the statements named decide alone as all did, and what came closest never allowed', () => {
  fc.assert(
    fc.property(fc.array(anyPolicy, { maxLength: 3 }), anyRequest, (documents, request) => {
      const decision = createEvaluator(documents).decide(request)
      for (const { document, statement } of decision.because) {
        const { Version, Statement } = documents[document] ?? { Statement: [] }
        const [named] = asList(Statement).slice(statement)
        if (named === undefined) throw new Error('the statement named is not there')
        const alone: PolicyDocument = { ...(Version === undefined ? {} : { Version }), Statement: named }
        expect(createEvaluator(alone).decide(request).effect).toBe(decision.effect)
      }
      expect(decision.because.length === 0).toBe(decision.effect === 'implicit-deny')
      expect((decision.closest ?? []).map(({ detail }) => detail)).not.toContain('')
    }),
  )
})

test('NotAction and NotResource apply exactly where their twins do not', () => {
  fc.assert(
    fc.property(anyStatement, anyRequest, (statement, request) => {
      const { Action, Resource } = statement
      if (Action === undefined || Resource === undefined) return
      const applies = (more: Partial<Statement>): boolean => {
        const document: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', ...more } }
        return createEvaluator(document).decide(request).effect === 'allow'
      }
      expect(applies({ NotAction: Action, Resource: '*' })).toBe(!applies({ Action, Resource: '*' }))
      expect(applies({ Action: '*', NotResource: Resource })).toBe(!applies({ Action: '*', Resource }))
    }),
  )
})
