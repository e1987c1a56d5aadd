/** Services that speak the query protocol, by what their actions begin with, with the namespace of their XML. */
export const queryServices = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const

/** Services that speak AWS JSON 1.1, by the first part of their `X-Amz-Target`. */
export const jsonServices = {
  CloudTrail_20131101: 'cloudtrail',
  'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101': 'cloudtrail',
  BaldrApiService: 'cloudhsm',
  TrentService: 'kms',
} as const

export type QueryServiceId = keyof typeof queryServices
export type JsonServiceId = (typeof jsonServices)[keyof typeof jsonServices]

/** The services that the account answers for on one address, named as their actions begin. */
export type ServiceId = QueryServiceId | JsonServiceId
