import { describe, expect, it } from 'vitest'
import { isManagementEvent } from './trail-observable.ts'

describe('isManagementEvent', () => {
  it.each(['iam:GetUser', 'ec2:RunInstances', 'es:CreateDomain', 's3:GetBucketAcl', 'servicediscovery:CreateService'])(
    'of %s, whose call always leaves an event',
    (action) => {
      expect(isManagementEvent(action)).toBe(true)
    },
  )

  it.each([
    // Data events, which a trail may have or not.
    's3:GetObject',
    'sqs:SendMessage',
    'servicediscovery:DiscoverInstances',
    // No call of the API stands for these.
    'iam:PassRole',
    'es:ESHttpGet',
    'elasticfilesystem:ClientMount',
    'ecs:Poll',
    'redshift:JoinGroup',
    'eks:AccessKubernetesApi',
    'kms:SynchronizeMultiRegionKey',
    // Events of another source, and what no catalogue knows.
    'application-autoscaling:RegisterScalableTarget',
    'ec2:NobodyKnows',
  ])('not of %s', (action) => {
    expect(isManagementEvent(action)).toBe(false)
  })
})
