import { allow, definePolicy, type PolicyDefinition } from '@rolewright/core'

/**
 * EC2 instances and volumes of one environment. Only launching knows a subnet; everything after goes by the tag that launching
 * has to set, and tags can be set only by launching, since re-tagging another environment's instance would open it.
 * Buying reservations and spot or scheduled capacity, which `*Instances` would match, stays out.
 */
export function workInSubnet(place: { environment: string; policy: string; subnet: string }): PolicyDefinition {
  const own = { StringEquals: { 'aws:ResourceTag/environment': place.environment } }
  const onLaunch = { StringEquals: { 'aws:RequestTag/environment': place.environment } }
  return definePolicy({
    name: place.policy,
    description: `EC2 instances and volumes of the ${place.environment} environment`,
    statements: [
      allow({ sid: 'SeeEverything', actions: ['ec2:Describe*'], resources: ['*'] }),
      allow({
        sid: 'LaunchInSubnet',
        actions: ['ec2:RunInstances'],
        resources: [`arn:aws:ec2:*:{{accountId}}:subnet/${place.subnet}`],
      }),
      allow({
        sid: 'LaunchWithInterfaceInSubnet',
        actions: ['ec2:RunInstances'],
        resources: ['arn:aws:ec2:*:{{accountId}}:network-interface/*'],
        conditions: { ArnLike: { 'ec2:Subnet': `arn:aws:ec2:*:{{accountId}}:subnet/${place.subnet}` } },
      }),
      allow({
        sid: 'LaunchTagged',
        actions: ['ec2:CreateVolume', 'ec2:RunInstances'],
        resources: ['arn:aws:ec2:*:{{accountId}}:instance/*', 'arn:aws:ec2:*:{{accountId}}:volume/*'],
        conditions: onLaunch,
      }),
      allow({
        sid: 'LaunchFrom',
        actions: ['ec2:CreateVolume', 'ec2:RunInstances'],
        resources: [
          'arn:aws:ec2:*::image/*',
          'arn:aws:ec2:*::snapshot/*',
          'arn:aws:ec2:*:{{accountId}}:key-pair/*',
          'arn:aws:ec2:*:{{accountId}}:security-group/*',
        ],
      }),
      allow({
        sid: 'TagOnLaunchOnly',
        actions: ['ec2:CreateTags'],
        resources: ['arn:aws:ec2:*:{{accountId}}:instance/*', 'arn:aws:ec2:*:{{accountId}}:volume/*'],
        conditions: { StringEquals: { 'ec2:CreateAction': ['CreateVolume', 'RunInstances'] } },
      }),
      allow({
        sid: 'WorkWithOwn',
        actions: [
          'ec2:AttachVolume',
          'ec2:DeleteVolume',
          'ec2:DetachVolume',
          'ec2:ModifyVolume',
          'ec2:MonitorInstances',
          'ec2:RebootInstances',
          'ec2:StartInstances',
          'ec2:StopInstances',
          'ec2:TerminateInstances',
          'ec2:UnmonitorInstances',
        ],
        resources: ['arn:aws:ec2:*:{{accountId}}:instance/*', 'arn:aws:ec2:*:{{accountId}}:volume/*'],
        conditions: own,
      }),
    ],
  })
}
