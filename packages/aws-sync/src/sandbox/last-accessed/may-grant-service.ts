import { parsePolicy, type Statement, globsOverlap } from '@rolewright/core/policy'

/**
 * Whether one document by itself may grant something of a service, as `ListPoliciesGrantingServiceAccess` sees it. It is coarser than a
 * report: actions need not exist, a resource only has to be of the service, and of the denies only `service:*` on `*` counts.
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
  return strings(statement.Action).some((action) => action === '*' || prefixOf(action) === namespace)
}

function resourcesFit(statement: Statement, namespace: string): boolean {
  if (statement.Resource === undefined) return true
  return strings(statement.Resource).some((resource) => {
    const service = resource.split(':')[2]
    return service === undefined || globsOverlap(service, namespace)
  })
}

function deniesAll(statement: Statement, namespace: string): boolean {
  return (
    statement.Effect === 'Deny' &&
    statement.Condition === undefined &&
    strings(statement.Action).some((action) => isWhole(action, namespace)) &&
    strings(statement.Resource).includes('*')
  )
}

const isWhole = (action: string, namespace: string): boolean =>
  action === '*' || action.toLowerCase() === `${namespace}:*`

const prefixOf = (action: string): string => action.slice(0, action.indexOf(':')).toLowerCase()

const strings = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])
