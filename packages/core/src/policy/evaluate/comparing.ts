import type { ContextView } from './context-view.ts'

/**
 * How one value of the request compares with the values of a condition. `unfit`: it is not of the operator's kind, and the condition fails,
 * negated or not. `broken`: a value of the policy is not of that kind, and the safe side wins, negated or not: an Allow fails, a Deny applies.
 */
export type Comparing = (value: string, context: ContextView) => 'match' | 'differ' | 'unfit' | 'broken'
