import type { AccountState } from '../account/account-state.ts'
import type { SourceMap, StatementSource } from '../compile/source-map.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import type { Decision, Request } from '../policy/request.ts'
import { allowsByDocument } from './allows-by-document.ts'
import { about, couldDo, type Possible, type Possibility } from './could.ts'
import { namingPolicies } from './name-policy.ts'
import {
  type HeldDocument,
  type Principal,
  principalsOf,
  rememberByDocuments,
  rememberEvaluators,
} from './principal.ts'
import { remember } from './remember.ts'

/** A statement that made a decision, with where it hangs and where it was written. */
export interface DecidingStatement {
  readonly held: HeldDocument
  readonly statement: Statement
  /** Absent for what the model did not make: AWS's own policies, and what others attached. */
  readonly source?: StatementSource
}

/** What one group or user may do about one request, and why. */
export interface PrincipalDecision {
  readonly principal: Principal
  readonly decision: Decision
  readonly because: readonly DecidingStatement[]
}

/** What one group or user may do about an action somewhere: on some resource, under some condition. */
export interface PrincipalPossibility {
  readonly principal: Principal
  /** Requests that are allowed, with their reasons; empty where it could not be decided whether there is one. */
  readonly examples: readonly { readonly request: Request; readonly because: readonly DecidingStatement[] }[]
}

/** Answers requests for one state; build it once, ask it often. */
export interface Decider {
  /** Undefined for a group or user that the state does not have. */
  readonly can: (
    who: { readonly kind: Principal['kind']; readonly name: string },
    request: Request,
  ) => PrincipalDecision | undefined
  /** Every group and user that may, groups first, with the reason. */
  readonly whoCan: (request: Request) => readonly PrincipalDecision[]
  /** Every group and user that may on any resource that is meant, under any condition, groups first, with requests that show it. */
  readonly whoCould: (asked: Possible) => readonly PrincipalPossibility[]
  /** As `whoCould`, for one; undefined where it may never. */
  readonly could: (
    who: { readonly kind: Principal['kind']; readonly name: string },
    asked: Possible,
  ) => PrincipalPossibility | undefined
}

/**
 * Answers who may do what in a state, by identity policies and permissions boundaries: what resources, the organization or a session
 * say is not seen. An answer throws code `unreadable-policy` for a document that IAM would not take, as a saved account may hold.
 *
 * @example
 * ```ts
 * decider(state, sources).whoCan({ action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::data' })
 * ```
 */
export function decider(state: AccountState, sources?: SourceMap): Decider {
  const principals = principalsOf(state)
  const byName = new Map(principals.map((principal) => [`${principal.kind} ${principal.name}`, principal]))
  const evaluatorOf = rememberEvaluators()
  const written = new Map(sources?.statements.map((source) => [`${source.policyArn} ${source.statement}`, source]))
  const allows = allowsByDocument()
  const reasoned = (principal: Principal, decision: Decision): PrincipalDecision => {
    const because = decision.because.flatMap((ref): DecidingStatement[] => {
      const held = (ref.boundary === true ? principal.boundary : principal.documents)[ref.document]
      const statement = held === undefined ? undefined : asList(held.document.Statement)[ref.statement]
      if (held === undefined || statement === undefined) return []
      const source = written.get(`${held.policyArn ?? ''} ${ref.statement}`)
      return [{ held, statement, ...(source === undefined ? {} : { source }) }]
    })
    return { principal, decision, because }
  }
  const decide = (principal: Principal, request: Request): PrincipalDecision =>
    reasoned(principal, evaluatorOf(principal).decide(request))
  const possibly = (principal: Principal, { requests, undecided }: Possibility): readonly PrincipalPossibility[] => {
    if (requests.length === 0 && !undecided) return []
    return [
      { principal, examples: requests.map((request) => ({ request, because: decide(principal, request).because })) },
    ]
  }
  const naming = <T>(work: () => T): T => namingPolicies(principals, work)
  return {
    can: (who, request) => {
      const principal = byName.get(`${who.kind} ${who.name}`)
      return principal === undefined ? undefined : naming(() => decide(principal, request))
    },
    whoCan: (request) =>
      naming(() => {
        const allowedTo = allows(request)
        return principals.flatMap((principal) => {
          const because = allowedTo(principal)
          return because === undefined ? [] : [reasoned(principal, { effect: 'allow', because })]
        })
      }),
    whoCould: (asked) =>
      naming(() => {
        const shortened = remember((document: PolicyDocument) => about(document, asked.action))
        const possibilityOf = rememberByDocuments((documents, boundary) =>
          couldDo(documents.map(shortened), boundary.map(shortened), asked),
        )
        return principals.flatMap((principal) => possibly(principal, possibilityOf(principal)))
      }),
    could: (who, asked) => {
      const principal = byName.get(`${who.kind} ${who.name}`)
      if (principal === undefined) return undefined
      const possibilityOf = rememberByDocuments((documents, boundary) => couldDo(documents, boundary, asked))
      return naming(() => possibly(principal, possibilityOf(principal))[0])
    },
  }
}
