/** Whether an ARN names one of AWS's own managed policies, in any partition. */
export function isAwsManaged(policyArn: string): boolean {
  return /^arn:[\w-]+:iam::aws:policy\//.test(policyArn)
}
