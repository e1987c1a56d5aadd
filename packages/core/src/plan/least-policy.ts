import type { PolicyDocument, Statement } from '../policy/document.ts'
import type { PlannedCall } from './plan.ts'

/** What apply asks before it changes anything. `sts:GetCallerIdentity` needs no permission. */
const reading: Statement = { Sid: 'Read', Effect: 'Allow', Action: 'iam:GetAccountAuthorizationDetails', Resource: '*' }

/**
 * The policy that allows its holder exactly these calls, and the reading that comes before them: one statement for all resources that
 * are called alike, attachments held to the policies that are attached.
 *
 * It may be longer than the 6,144 characters that IAM takes for one policy: a large plan is for an administrator.
 */
export function leastPolicy(calls: readonly PlannedCall[]): PolicyDocument {
  const byResource = new Map<
    string,
    { resource: string; policyArn: boolean; actions: Set<string>; arns: Set<string> }
  >()
  const asked = calls.flatMap((call) =>
    call.target === undefined ? [call] : [call, { ...call, resource: call.target }],
  )
  for (const { service, operation, resource, policyArn } of asked) {
    const key = policyArn === undefined ? resource : `${operation} ${resource}`
    const there = byResource.get(key) ?? {
      resource,
      policyArn: policyArn !== undefined,
      actions: new Set<string>(),
      arns: new Set<string>(),
    }
    byResource.set(key, there)
    there.actions.add(`${service}:${operation}`)
    if (policyArn !== undefined) there.arns.add(policyArn)
  }
  const alike = new Map<string, { actions: readonly string[]; arns: readonly string[]; resources: string[] }>()
  for (const one of byResource.values()) {
    const [actions, arns] = [[...one.actions].toSorted(), [...one.arns].toSorted()]
    const key = JSON.stringify([actions, arns])
    const there = alike.get(key) ?? { actions, arns, resources: [] }
    alike.set(key, there)
    there.resources.push(one.resource)
  }
  const statements = [...alike.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { actions, arns, resources }]): Statement => ({
      Effect: 'Allow',
      Action: scalarWhereOne(actions),
      Resource: scalarWhereOne(resources.toSorted()),
      ...(arns.length === 0 ? {} : { Condition: { ArnEquals: { 'iam:PolicyARN': scalarWhereOne(arns) } } }),
    }))
  return { Version: '2012-10-17', Statement: [reading, ...statements] }
}

function scalarWhereOne(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? values) : values
}
