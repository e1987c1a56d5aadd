export type { Possible } from './could.ts'
export {
  type Decider,
  decider,
  type DecidingStatement,
  type PrincipalDecision,
  type PrincipalPossibility,
} from './decide.ts'
export { explain, type ExplainedService, type ExplainedStatement, type Explanation } from './explain.ts'
export { type HeldDocument, type Principal as AccountPrincipal, principalsOf } from './principal.ts'
export { requestNotes } from './request-notes.ts'
