import type { AccountState } from '../account/account-state.ts'
import type { SourceMap, StatementSource } from '../compile/source-map.ts'
import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import type { Decision, Request } from '../policy/request.ts'
import { type HeldDocument, type Principal, principalsOf, rememberEvaluators } from './principal.ts'

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

/** Answers requests for one state; build it once, ask it often. */
export interface Decider {
  /** Undefined for a group or user that the state does not have. */
  readonly can: (
    who: { readonly kind: Principal['kind']; readonly name: string },
    request: Request,
  ) => PrincipalDecision | undefined
  /** Every group and user that may, groups first, with the reason. */
  readonly whoCan: (request: Request) => readonly PrincipalDecision[]
}

/**
 * Answers who may do what in a state, by identity policies and permissions boundaries: what resources, the organization or a session
 * say is not seen.
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
  const decide = (principal: Principal, request: Request): PrincipalDecision => {
    const decision = evaluatorOf(principal).decide(request)
    const because = decision.because.flatMap((ref): DecidingStatement[] => {
      const held = (ref.boundary === true ? principal.boundary : principal.documents)[ref.document]
      const statement = held === undefined ? undefined : asList(held.document.Statement)[ref.statement]
      if (held === undefined || statement === undefined) return []
      const source = written.get(`${held.policyArn ?? ''} ${ref.statement}`)
      return [{ held, statement, ...(source === undefined ? {} : { source }) }]
    })
    return { principal, decision, because }
  }
  return {
    can: (who, request) => {
      const principal = byName.get(`${who.kind} ${who.name}`)
      return principal === undefined ? undefined : decide(principal, request)
    },
    whoCan: (request) =>
      principals
        .filter((principal) => evaluatorOf(principal).decide(request).effect === 'allow')
        .map((principal) => decide(principal, request)),
  }
}
