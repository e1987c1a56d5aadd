import { newId } from './identifiers.ts'
import type { Call } from './operation.ts'
import type { Account } from './state/account.ts'
import type { StoredRole } from './state/entities.ts'
import type { RoleUse } from './state/deletion-tasks.ts'
import { clusterArn } from './cloudhsm/lookup.ts'
import { clusterState } from './cloudhsm/states.ts'

/** Services whose roles the account can make: the role's name and AWS's policy for it. */
export const serviceRoles = {
  'autoscaling.amazonaws.com': {
    name: 'AWSServiceRoleForAutoScaling',
    policy: 'AutoScalingServiceRolePolicy',
    suffix: true,
  },
  'cloudhsm.amazonaws.com': { name: 'AWSServiceRoleForCloudHSM', policy: 'CloudHSMServiceRolePolicy', suffix: false },
  'cloudtrail.amazonaws.com': {
    name: 'AWSServiceRoleForCloudTrail',
    policy: 'CloudTrailServiceRolePolicy',
    suffix: false,
  },
  'ecs.amazonaws.com': { name: 'AWSServiceRoleForECS', policy: 'AmazonECSServiceRolePolicy', suffix: false },
  'eks.amazonaws.com': { name: 'AWSServiceRoleForAmazonEKS', policy: 'AmazonEKSServiceRolePolicy', suffix: false },
  'elasticloadbalancing.amazonaws.com': {
    name: 'AWSServiceRoleForElasticLoadBalancing',
    policy: 'AWSElasticLoadBalancingServiceRolePolicy',
    suffix: false,
  },
  'guardduty.amazonaws.com': {
    name: 'AWSServiceRoleForAmazonGuardDuty',
    policy: 'AmazonGuardDutyServiceRolePolicy',
    suffix: false,
  },
  'rds.amazonaws.com': { name: 'AWSServiceRoleForRDS', policy: 'AmazonRDSServiceRolePolicy', suffix: false },
  'spot.amazonaws.com': { name: 'AWSServiceRoleForEC2Spot', policy: 'AWSEC2SpotServiceRolePolicy', suffix: false },
  'support.amazonaws.com': { name: 'AWSServiceRoleForSupport', policy: 'AWSSupportServiceRolePolicy', suffix: false },
} as const

export type LinkedService = keyof typeof serviceRoles

export const isLinkedService = (service: string): service is LinkedService => Object.hasOwn(serviceRoles, service)

export const servicePath = (service: string): string => `/aws-service-role/${service}/`

/** The role that a service has in the account. */
export function findServiceRole(account: Account, service: LinkedService): StoredRole | undefined {
  const role = account.roles.get(serviceRoles[service].name)
  return role?.path === servicePath(service) ? role : undefined
}

/** Makes a service's role: its trust and policy are AWS's. */
export function createServiceRole(
  account: Account,
  service: LinkedService,
  { now, suffix, description }: Pick<Call, 'now'> & { suffix?: string | undefined; description?: string | undefined },
): StoredRole {
  const { name, policy } = serviceRoles[service]
  const role: StoredRole = {
    name: suffix === undefined ? name : `${name}_${suffix}`,
    path: servicePath(service),
    id: newId('role'),
    createdAt: now.toISOString(),
    ...(description === undefined ? {} : { description }),
    maxSessionDuration: 3600,
    trustPolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    }),
    attachedPolicies: [`arn:aws:iam::aws:policy/aws-service-role/${policy}`],
    inlinePolicies: [],
    tags: [],
  }
  account.roles.put(role)
  return role
}

/** What a service still does with its role, region by region: while there is anything, the role can't be deleted. */
export function usesOfServiceRole(account: Account, role: StoredRole, now: Date): readonly RoleUse[] {
  if (role.path !== servicePath('cloudhsm.amazonaws.com')) return []
  const { accountId } = account.settings.get()
  const alive = account.clusters.all().filter((cluster) => clusterState(cluster, now) !== 'DELETED')
  const regions = [...new Set(alive.map(({ region }) => region))].toSorted()
  return regions.map((region) => ({
    region,
    resources: alive.filter((cluster) => cluster.region === region).map((cluster) => clusterArn(accountId, cluster)),
  }))
}
