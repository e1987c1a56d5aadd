import { findService, globsOverlap, parsePolicy, type Statement } from '@rolewright/core/policy'
import { isConditional } from './is-conditional.ts'

/**
 * Whether one document by itself may grant something of a service, as `ListPoliciesGrantingServiceAccess` sees it. It is coarser than a
 * report: actions need not exist, a resource only has to be of a service whose resources this one acts on, and of the denies only those
 * without a condition count that take the whole service away on `*`.
 */
export function mayGrantService(document: string, namespace: string): boolean {
  const { Statement: statements } = parsePolicy(document)
  const list = 'Effect' in statements ? [statements] : statements
  return !list.some((each) => deniesAll(each, namespace)) && list.some((each) => allowsSome(each, namespace))
}

function allowsSome(statement: Statement, namespace: string): boolean {
  if (statement.Effect !== 'Allow') return false
  if (strings(statement.NotResource).includes('*')) return false
  return actionsFit(statement, namespace) && resourcesFit(statement, namespace)
}

function actionsFit(statement: Statement, namespace: string): boolean {
  if (statement.NotAction !== undefined) {
    return !strings(statement.NotAction).some((action) => isWhole(action, namespace))
  }
  return strings(statement.Action).some((action) => isOf(action, namespace))
}

function resourcesFit(statement: Statement, namespace: string): boolean {
  if (statement.Resource === undefined) return true
  return strings(statement.Resource).some((resource) => {
    const service = resource.split(':')[2]
    return service === undefined || ownersOfResources(namespace).some((owner) => globsOverlap(service, owner))
  })
}

/** The services, as ARNs name them, whose resources a service acts on: that of `kafka-cluster` is `kafka`. */
function ownersOfResources(namespace: string): readonly string[] {
  const arns = findService(namespace)?.resourceTypes.flatMap((type) => type.arns) ?? []
  const owners = arns.map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, '*').split(':')[2] ?? '*')
  return [...new Set([namespace, ...owners])]
}

function deniesAll(statement: Statement, namespace: string): boolean {
  if (statement.Effect !== 'Deny' || isConditional(statement)) return false
  const whole =
    statement.NotAction === undefined
      ? strings(statement.Action).some((action) => isWhole(action, namespace))
      : !strings(statement.NotAction).some((action) => isOf(action, namespace))
  return whole && strings(statement.Resource).includes('*')
}

const isWhole = (action: string, namespace: string): boolean =>
  action === '*' || action.toLowerCase() === `${namespace}:*`

const isOf = (action: string, namespace: string): boolean =>
  action === '*' || action.slice(0, action.indexOf(':')).toLowerCase() === namespace

const strings = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])
