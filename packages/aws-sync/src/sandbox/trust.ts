import { parsePolicy, type Principal, type Statement } from '@rolewright/core/policy'
import type { StoredRole } from './state/entities.ts'

/**
 * Whether a role's trust policy lets a caller of this account in. Conditions are not weighed: a statement that has any lets nobody in,
 * or, where it denies, keeps everybody out.
 */
export function mayAssume(role: StoredRole, callerArn: string): boolean {
  const { Statement: statements } = parsePolicy(role.trustPolicy, { kind: 'trust' })
  const speaking = listOf(statements).filter((statement) => namesAssumeRole(statement) && names(statement, callerArn))
  if (speaking.some(({ Effect: effect }) => effect === 'Deny')) return false
  return speaking.some((statement) => statement.Effect === 'Allow' && statement.Condition === undefined)
}

/** Whether the trust policy names the caller itself, which then needs no right of its own to take the role. */
export function trustsByName(role: StoredRole, callerArn: string): boolean {
  const { Statement: statements } = parsePolicy(role.trustPolicy, { kind: 'trust' })
  return listOf(statements).some(
    ({ Effect: effect, Principal: principal }) =>
      effect === 'Allow' && principal !== undefined && awsPrincipals(principal).includes(callerArn),
  )
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return []
  return isList(value) ? value : [value]
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

function namesAssumeRole({ Action: actions }: Statement): boolean {
  return listOf(actions).some((action) => ['*', 'sts:*', 'sts:assumerole'].includes(action.toLowerCase()))
}

function names({ Principal: principal }: Statement, callerArn: string): boolean {
  if (principal === undefined) return false
  const accountId = callerArn.split(':')[4] ?? ''
  const known = new Set(['*', accountId, `arn:aws:iam::${accountId}:root`, callerArn])
  return awsPrincipals(principal).some((each) => known.has(each))
}

const awsPrincipals = (principal: Principal): readonly string[] =>
  typeof principal === 'string' ? [principal] : listOf(principal['AWS'])
