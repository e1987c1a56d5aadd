import { findService, servicePrefixes } from '@rolewright/core/policy'

/** Where IAM's reports name a service otherwise than the Service Authorization Reference does, as seen in reports that AWS gave. */
const ownNames: Readonly<Record<string, string>> = {
  apigateway: 'Manage - Amazon API Gateway',
  elasticloadbalancing: 'Elastic Load Balancing',
  iam: 'AWS Identity and Access Management',
  'sms-voice': 'Amazon Pinpoint SMS and Voice Service',
}

/** The display name of a service in a report. */
export const serviceName = (namespace: string): string =>
  ownNames[namespace] ?? findService(namespace)?.name ?? namespace

let namespaces: ReadonlySet<string> | undefined

/** Whether IAM knows a service namespace; case counts here. */
export function isNamespace(namespace: string): boolean {
  namespaces ??= new Set(servicePrefixes())
  return namespaces.has(namespace)
}
