import {
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam'
import { type PolicyDocument, type PolicyState, policiesEqual, quotas } from '@rolewright/core'
import { errorName } from '../read/aws-error.ts'
import { readDefaultDocument } from './existing.ts'
import type { Caller } from './recorded-call.ts'

interface VersionIds {
  readonly all: readonly string[]
  readonly inForce: string
}

/**
 * Puts a new version of a policy in force. Of five versions the oldest that is not in force goes first.
 *
 * An answer that got lost leaves a version behind that is in force already; it is recognised, not made twice.
 */
export async function newVersion(given: {
  readonly iam: IAMClient
  readonly call: Caller
  readonly subject: string
  readonly before: PolicyState
  readonly document: PolicyDocument
}): Promise<void> {
  const { iam, call, subject, before, document } = given
  const known = { all: before.versions.map((version) => version.versionId), inForce: before.defaultVersionId }
  if (known.all.length >= quotas.versionsPerPolicy)
    await deleteOldest({ iam, call, subject, arn: before.arn, versions: known })
  const input = { PolicyArn: before.arn, PolicyDocument: JSON.stringify(document), SetAsDefault: true }
  const send = async (): Promise<unknown> => {
    try {
      return await iam.send(new CreatePolicyVersionCommand(input))
    } catch (error) {
      if (errorName(error) !== 'LimitExceeded') throw error
      // The SDK asks again by itself when an answer gets lost; each time may have made a version.
      if (policiesEqual(await readDefaultDocument(iam, before.arn), document)) return undefined
      await deleteOldest({ iam, call, subject, arn: before.arn, versions: await listVersions(iam, before.arn) })
      return iam.send(new CreatePolicyVersionCommand(input))
    }
  }
  await call({ operation: 'CreatePolicyVersion', subject, input, send })
}

/** Deletes a policy that nothing holds any more: first the versions that are not in force, then the policy. */
export async function deletePolicy(given: {
  readonly iam: IAMClient
  readonly call: Caller
  readonly subject: string
  readonly before: PolicyState
}): Promise<void> {
  const { iam, call, subject, before } = given
  for (const { versionId } of before.versions) {
    if (versionId !== before.defaultVersionId) await deleteVersion({ iam, call, subject, arn: before.arn, versionId })
  }
  const input = { PolicyArn: before.arn }
  await call({
    operation: 'DeletePolicy',
    subject,
    input,
    send: () => iam.send(new DeletePolicyCommand(input)),
    goneIsDone: true,
  })
}

async function deleteOldest(given: {
  readonly iam: IAMClient
  readonly call: Caller
  readonly subject: string
  readonly arn: string
  readonly versions: VersionIds
}): Promise<void> {
  const [oldest] = given.versions.all
    .filter((versionId) => versionId !== given.versions.inForce)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
  if (oldest !== undefined) await deleteVersion({ ...given, versionId: oldest })
}

function numberOf(versionId: string): number {
  return Number(versionId.slice(1))
}

async function deleteVersion(given: {
  readonly iam: IAMClient
  readonly call: Caller
  readonly subject: string
  readonly arn: string
  readonly versionId: string
}): Promise<void> {
  const input = { PolicyArn: given.arn, VersionId: given.versionId }
  await given.call({
    operation: 'DeletePolicyVersion',
    subject: given.subject,
    input,
    send: () => given.iam.send(new DeletePolicyVersionCommand(input)),
    goneIsDone: true,
  })
}

async function listVersions(iam: IAMClient, arn: string): Promise<VersionIds> {
  // Five versions at most: one page.
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }))
  return {
    all: Versions.flatMap((version) => version.VersionId ?? []),
    inForce: Versions.find((version) => version.IsDefaultVersion === true)?.VersionId ?? '',
  }
}
