import { asList } from '../as-list.ts'
import { canonicalPolicy } from '../print/canonical-policy.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { PolicyError } from '../policy-error.ts'
import type { StatementRef } from '../request.ts'
import { type ActionTest, readActions } from './action-test.ts'
import { type Atom, readAtoms } from './condition-atom.ts'
import type { Variables } from './language.ts'
import { readResources, type ResourceTest } from './resource-test.ts'

/** A statement as the set of requests that it speaks of: actions by resources by contexts. */
export interface StatementBox {
  readonly ref: StatementRef
  readonly effect: 'Allow' | 'Deny'
  /** Equal for statements that say the same in the same words, whatever their Sid and order. */
  readonly text: string
  readonly actions: ActionTest
  readonly resources: ResourceTest
  readonly atoms: readonly Atom[]
  readonly atomIds: ReadonlySet<string>
}

/** The statements of all documents as boxes. */
export function readBoxes(documents: readonly PolicyDocument[], variables: Variables): StatementBox[] {
  return documents.flatMap((document, index) => {
    const known = document.Version === '2012-10-17' ? variables : undefined
    return asList(document.Statement).map((statement, position) => {
      const ref = {
        document: index,
        statement: position,
        ...(statement.Sid === undefined ? {} : { sid: statement.Sid }),
      }
      return readBox(statement, ref, known)
    })
  })
}

function readBox(statement: Statement, ref: StatementRef, variables: Variables | undefined): StatementBox {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw new PolicyError({
      code: 'principal-not-allowed',
      message: 'a statement with a principal is not part of what somebody may do',
      path: `$.Statement[${ref.statement}]`,
      hint: 'compare identity policies: trust and resource policies are decided elsewhere',
    })
  }
  const atoms = readAtoms(statement.Condition, { effect: statement.Effect, variables })
  return {
    ref,
    effect: statement.Effect,
    text: JSON.stringify([variables !== undefined, canonicalPolicy({ Statement: { ...statement, Sid: '' } })]),
    actions: readActions(statement),
    resources: readResources(statement, variables),
    atoms,
    atomIds: new Set(atoms.map(({ id }) => id)),
  }
}
