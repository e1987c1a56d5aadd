import { App, Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'

const stack = new Stack(new App(), 'Bench')

/** The JSON of a document after the peer merged its statements. Sids keep it from merging, so they are left out beforehand. */
export function mergeWithCdk(document: ManagedPolicyDocument): string {
  const merged = new PolicyDocument({ minimize: true })
  for (const { Sid: _, ...statement } of [document.Statement].flat())
    merged.addStatements(PolicyStatement.fromJson(statement))
  return JSON.stringify(stack.resolve(merged))
}

export interface ManagedPolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17'
  readonly Statement: ManagedStatement | ManagedStatement[]
}

interface ManagedStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
}
