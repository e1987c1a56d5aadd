/** IAM's limits as the account enforces them. See "IAM and AWS STS quotas"; a fixed one can't be raised, the others stand at what AWS gives at first. */
export const quotas = {
  policySize: 6144,
  versionsPerPolicy: 5,
  attachedPoliciesPerGroup: 10,
  attachedPoliciesPerUser: 10,
  attachedPoliciesPerRole: 10,
  groupsPerUser: 10,
  groups: 300,
  users: 5000,
  roles: 1000,
  policies: 1500,
  accessKeysPerUser: 2,
  tags: 50,
  groupPolicySize: 5120,
  userPolicySize: 2048,
  rolePolicySize: 10_240,
  assumeRolePolicySize: 2048,
} as const
