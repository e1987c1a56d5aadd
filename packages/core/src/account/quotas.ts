/**
 * IAM's limits that a plan has to respect, in the units of "IAM and AWS STS quotas": characters are counted without white space.
 */
export const quotas: {
  readonly policyCharacters: number
  readonly policiesPerGroup: number
  readonly groupsPerUser: number
  readonly versionsPerPolicy: number
  readonly groupsPerAccount: number
  readonly policiesPerAccount: number
  readonly usersPerAccount: number
} = {
  policyCharacters: 6144,
  policiesPerGroup: 10,
  groupsPerUser: 10,
  versionsPerPolicy: 5,
  groupsPerAccount: 300,
  policiesPerAccount: 1500,
  usersPerAccount: 5000,
}
