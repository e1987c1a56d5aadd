import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  type IAMClient,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam'
import {
  type Change,
  defaultDocument,
  type PolicyDocument,
  type PolicyState,
  RolewrightError,
  subjectOf,
} from '@rolewright/core'
import { requireSameGroup, requireSamePolicy, requireSameUser } from './existing.ts'
import { deletePolicy, newVersion } from './policy-versions.ts'
import type { Caller } from './recorded-call.ts'

/** What a change needs to be carried out. */
export interface Performance {
  readonly iam: IAMClient
  readonly call: Caller
  /** Names of groups and users, and ARNs of policies, that the same plan creates. */
  readonly fresh: ReadonlySet<string>
}

/** Carries out one change. Safe to do again: what is done already counts as done. */
export async function performChange(change: Change, performance: Performance): Promise<void> {
  const { iam, call, fresh } = performance
  const subject = subjectOf(change)
  switch (change.kind) {
    case 'create-policy': {
      const input = {
        PolicyName: change.after.name,
        Path: change.after.path,
        PolicyDocument: JSON.stringify(wantedDocument(change.after)),
        ...(change.after.description === undefined ? {} : { Description: change.after.description }),
      }
      const send = () => iam.send(new CreatePolicyCommand(input))
      return call({
        operation: 'CreatePolicy',
        subject,
        input,
        send,
        ifExists: () => requireSamePolicy(iam, change.after),
      })
    }
    case 'update-policy':
      return newVersion({ iam, call, subject, before: change.before, document: wantedDocument(change.after) })
    case 'set-default-version': {
      const input = { PolicyArn: change.before.arn, VersionId: change.after.defaultVersionId }
      return call({
        operation: 'SetDefaultPolicyVersion',
        subject,
        input,
        send: () => iam.send(new SetDefaultPolicyVersionCommand(input)),
      })
    }
    case 'delete-policy':
      return deletePolicy({ iam, call, subject, before: change.before })
    case 'create-group': {
      const input = { GroupName: change.after.name, Path: change.after.path }
      const send = () => iam.send(new CreateGroupCommand(input))
      return call({
        operation: 'CreateGroup',
        subject,
        input,
        send,
        ifExists: () => requireSameGroup(iam, change.after),
      })
    }
    case 'move-group': {
      const input = { GroupName: change.after.name, NewPath: change.after.path }
      return call({
        operation: 'UpdateGroup',
        subject,
        input,
        send: () => iam.send(new UpdateGroupCommand(input)),
        ifExists: () => requireSameGroup(iam, change.after),
      })
    }
    case 'delete-group': {
      const input = { GroupName: change.before.name }
      return call({
        operation: 'DeleteGroup',
        subject,
        input,
        send: () => iam.send(new DeleteGroupCommand(input)),
        goneIsDone: true,
      })
    }
    case 'create-user': {
      const tags = Object.entries(change.after.tags).map(([Key, Value]) => ({ Key, Value }))
      const boundary = change.after.permissionsBoundary
      const input = {
        UserName: change.after.name,
        Path: change.after.path,
        ...(tags.length === 0 ? {} : { Tags: tags }),
        ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
      }
      const send = () => iam.send(new CreateUserCommand(input))
      return call({
        operation: 'CreateUser',
        subject,
        input,
        send,
        ifExists: () => requireSameUser(iam, change.after),
        needsFresh: boundary !== undefined && fresh.has(boundary),
      })
    }
    case 'attach-policy': {
      const input = { GroupName: change.after.group, PolicyArn: change.after.policyArn }
      return call({
        operation: 'AttachGroupPolicy',
        subject,
        input,
        send: () => iam.send(new AttachGroupPolicyCommand(input)),
        needsFresh: fresh.has(change.after.group) || fresh.has(change.after.policyArn),
      })
    }
    case 'detach-policy': {
      const input = { GroupName: change.before.group, PolicyArn: change.before.policyArn }
      return call({
        operation: 'DetachGroupPolicy',
        subject,
        input,
        send: () => iam.send(new DetachGroupPolicyCommand(input)),
        goneIsDone: true,
      })
    }
    case 'delete-inline-policy': {
      const input = { GroupName: change.before.group, PolicyName: change.before.name }
      return call({
        operation: 'DeleteGroupPolicy',
        subject,
        input,
        send: () => iam.send(new DeleteGroupPolicyCommand(input)),
        goneIsDone: true,
      })
    }
    case 'add-member': {
      const input = { GroupName: change.after.group, UserName: change.after.user }
      return call({
        operation: 'AddUserToGroup',
        subject,
        input,
        send: () => iam.send(new AddUserToGroupCommand(input)),
        needsFresh: fresh.has(change.after.group) || fresh.has(change.after.user),
      })
    }
    case 'remove-member': {
      const input = { GroupName: change.before.group, UserName: change.before.user }
      return call({
        operation: 'RemoveUserFromGroup',
        subject,
        input,
        send: () => iam.send(new RemoveUserFromGroupCommand(input)),
        goneIsDone: true,
      })
    }
    default:
      return change satisfies never
  }
}

function wantedDocument(policy: PolicyState): PolicyDocument {
  const document = defaultDocument(policy)
  if (document !== undefined) return document
  throw new RolewrightError({
    code: 'invalid-plan',
    message: `the plan has no document for policy \`${policy.name}\``,
    hint: 'make the plan again',
  })
}
