/** Services that answer, and leave their events, in one region for all of them. STS has its events where it was asked. */
const global =
  /^(?:aws-portal|billing|budgets|ce|cloudfront|health|iam|organizations|route53|shield|signin|support|waf)$/

/** The region in whose history an event of a service stands. */
export const eventRegion = (service: string, region: string): string =>
  region === '' || global.test(service) ? 'us-east-1' : region

/** Services whose name in events is not that of their actions. */
const hosts: Readonly<Record<string, string>> = {
  'application-autoscaling': 'autoscaling',
  cloudwatch: 'monitoring',
  tag: 'tagging',
}

/** What an event calls a service: `monitoring.amazonaws.com` for CloudWatch. */
export const eventSource = (service: string): string => `${hosts[service] ?? service}.amazonaws.com`

/** What an event calls the operation that an action allows. */
export function eventName(service: string, action: string): string {
  if (service === 's3' && action === 'ListAllMyBuckets') return 'ListBuckets'
  return service === 'lambda' ? `${action}20150331` : action
}
