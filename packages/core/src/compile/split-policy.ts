import { quotas } from '../account/quotas.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { minimizePolicy } from '../policy/minimize/minimize-policy.ts'
import { type PackedPolicy, packedSize, type SourcedStatement } from './packed-policy.ts'

/** A part filled to three quarters leaves room for what is added next, so that an addition moves nothing else. */
const filling = 0.75

/** More parts than this never fit on a group, whatever else it holds. */
const mostParts = 10

/**
 * A policy in as many parts as IAM's 6,144 characters ask for: itself where it fits, strictly minimised where that is enough, else
 * `Name`, `Name-2` and so on.
 *
 * Which part an action or resource goes to depends on itself alone, so that adding one touches one part. A policy that can't be made to
 * fit comes back as it is; the check of quotas tells.
 */
export function splitPolicy(policy: PackedPolicy): readonly PackedPolicy[] {
  if (packedSize(policy.statements) <= quotas.policyCharacters) return [policy]
  const minimized = minimize(policy)
  const size = packedSize(minimized.statements)
  if (size <= quotas.policyCharacters) return [minimized]
  const atoms = minimized.statements.flatMap((sourced, index) => atomsOf(sourced, index))
  for (let parts = Math.ceil(size / (quotas.policyCharacters * filling)); parts <= mostParts; parts++) {
    const statements = distribute(atoms, parts)
    if (statements.every((part) => packedSize(part) <= quotas.policyCharacters)) {
      return statements
        .filter((part) => part.length > 0)
        .map((part, index) => ({
          ...policy,
          name: index === 0 ? policy.name : `${policy.name}-${index + 1}`,
          statements: part,
        }))
    }
  }
  return [minimized]
}

function minimize(policy: PackedPolicy): PackedPolicy {
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: policy.statements.map(({ statement }) => statement),
  }
  const statements = asList(minimizePolicy(document).Statement)
  return {
    ...policy,
    statements: statements.map((statement) => ({
      statement,
      definitions: policy.statements
        .filter((sourced) => mayCome(sourced.statement, statement))
        .flatMap((sourced) => sourced.definitions),
    })),
  }
}

/** Whether a minimised statement may hold something of an original one: same effect, and something in common on each side. */
function mayCome(original: Statement, merged: Statement): boolean {
  return (
    original.Effect === merged.Effect &&
    (shares(original.Action, merged.Action) || shares(original.NotAction, merged.NotAction)) &&
    (shares(original.Resource, merged.Resource) || shares(original.NotResource, merged.NotResource))
  )
}

function shares(a: string | readonly string[] | undefined, b: string | readonly string[] | undefined): boolean {
  const there = new Set(asList(b).map((value) => value.toLowerCase()))
  return a === undefined ? b === undefined : asList(a).some((value) => there.has(value.toLowerCase()))
}

/** The smallest piece that can stand in another policy: a statement with one entry of its longer list. */
interface Atom {
  readonly sourced: SourcedStatement
  readonly statement: number
  readonly element: 'Action' | 'Resource' | null
  readonly value: string
}

function atomsOf(sourced: SourcedStatement, statement: number): readonly Atom[] {
  const { Action, Resource } = sourced.statement
  const actions = asList(Action)
  const resources = asList(Resource)
  const element = spelled(actions) >= spelled(resources) ? 'Action' : 'Resource'
  const values = element === 'Action' ? actions : resources
  if (values.length < 2)
    return [{ sourced, statement, element: null, value: sourced.statement.Sid ?? String(statement) }]
  return values.map((value) => ({ sourced, statement, element, value }))
}

/** Characters of a list in a document, quotes and commas with it. */
function spelled(list: readonly string[]): number {
  return list.reduce((sum, one) => sum + one.length + 3, 0)
}

function distribute(atoms: readonly Atom[], parts: number): readonly (readonly SourcedStatement[])[] {
  const bins: Map<number, Atom[]>[] = Array.from({ length: parts }, () => new Map())
  for (const atom of atoms) {
    const bin = bins[binOf(atom.value, parts)]
    const there = bin?.get(atom.statement)
    if (there === undefined) bin?.set(atom.statement, [atom])
    else there.push(atom)
  }
  return bins.map((bin) => [...bin.entries()].toSorted(([a], [b]) => a - b).flatMap(([, pieces]) => rejoin(pieces)))
}

function rejoin(pieces: readonly Atom[]): readonly SourcedStatement[] {
  const [first] = pieces
  if (first === undefined) return []
  if (first.element === null) return [first.sourced]
  const values = pieces.map((piece) => piece.value)
  return [{ ...first.sourced, statement: { ...first.sourced.statement, [first.element]: values } }]
}

/** Highest-random-weight hashing: with one part more, only what moves there moves. */
function binOf(value: string, parts: number): number {
  let best = 0
  let bestWeight = -1
  for (let part = 0; part < parts; part++) {
    const weight = hash(`${part} ${value}`)
    if (weight > bestWeight) {
      best = part
      bestWeight = weight
    }
  }
  return best
}

/** FNV-1a with a final mix: even enough for a handful of parts, and the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
