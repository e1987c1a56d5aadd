import type { Resource } from '@aws-sdk/client-cloudtrail'
import type { CloudTrailRecord } from './cloud-trail-record.ts'

const kinds = { user: 'User', group: 'Group', role: 'Role', policy: 'Policy' } as const

/** What `LookupEvents` lists as the resources of an event, which it also finds them by: IAM's by name, unique id and ARN. */
export function eventResources({ requestParameters, responseElements, resources = [] }: CloudTrailRecord): Resource[] {
  const found: Resource[] = resources.map(({ ARN }) => ({ ResourceName: ARN }))
  for (const [kind, type] of Object.entries(kinds)) {
    const made = object(responseElements?.[kind])
    const names = [requestParameters?.[`${kind}Name`], made['arn'], made[`${kind}Id`]]
    // The name of an inline policy is no resource: only the one whom it is of.
    const isInline = kind === 'policy' && requestParameters?.['policyName'] !== undefined && made['arn'] === undefined
    for (const name of isInline ? [] : names) add(found, `AWS::IAM::${type}`, name)
  }
  add(found, 'AWS::IAM::Policy', requestParameters?.['policyArn'])
  add(found, 'AWS::IAM::AccessKey', requestParameters?.['accessKeyId'])
  add(found, 'AWS::IAM::AccessKey', object(responseElements?.['accessKey'])['accessKeyId'])
  add(found, 'AWS::IAM::Role', requestParameters?.['roleArn'])
  return found
}

function add(found: Resource[], ResourceType: string, name: unknown): void {
  if (typeof name !== 'string' || found.some(({ ResourceName }) => ResourceName === name)) return
  found.push({ ResourceType, ResourceName: name })
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
