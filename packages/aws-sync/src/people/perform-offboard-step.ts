import {
  AttachUserPolicyCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { denyAllDocument, type OffboardStep } from '@rolewright/core'
import type { Call } from '../apply/recorded-call.ts'

/** The call that a step of offboarding is. What is gone already counts as done. */
export function offboardCall(step: OffboardStep, { iam, user }: { iam: IAMClient; user: string }): Call {
  const of = { UserName: user }
  const gone = (operation: string, input: object, send: () => Promise<unknown>): Call => ({
    operation,
    subject: `user ${user}`,
    input,
    send,
    goneIsDone: true,
  })
  switch (step.kind) {
    case 'deny-all': {
      const input = { ...of, PolicyName: step.policy, PolicyDocument: JSON.stringify(denyAllDocument) }
      const send = () => iam.send(new PutUserPolicyCommand(input))
      return { operation: 'PutUserPolicy', subject: `user ${user}`, input, send }
    }
    case 'attach-deny-all': {
      const input = { ...of, PolicyArn: step.policyArn }
      const send = () => iam.send(new AttachUserPolicyCommand(input))
      return { operation: 'AttachUserPolicy', subject: `user ${user}`, input, send }
    }
    case 'deactivate-access-key': {
      const input = { ...of, AccessKeyId: step.id, Status: 'Inactive' as const }
      return gone('UpdateAccessKey', input, () => iam.send(new UpdateAccessKeyCommand(input)))
    }
    case 'delete-login-profile':
      return { ...gone('DeleteLoginProfile', of, () => iam.send(new DeleteLoginProfileCommand(of))) }
    case 'deactivate-mfa-device': {
      const input = { ...of, SerialNumber: step.serialNumber }
      return gone('DeactivateMFADevice', input, () => iam.send(new DeactivateMFADeviceCommand(input)))
    }
    case 'delete-virtual-mfa-device': {
      const input = { SerialNumber: step.serialNumber }
      const send = () => iam.send(new DeleteVirtualMFADeviceCommand(input))
      return { ...gone('DeleteVirtualMFADevice', input, send), conflictPasses: true }
    }
    case 'delete-ssh-key': {
      const input = { ...of, SSHPublicKeyId: step.id }
      return gone('DeleteSSHPublicKey', input, () => iam.send(new DeleteSSHPublicKeyCommand(input)))
    }
    case 'delete-service-credential': {
      const input = { ...of, ServiceSpecificCredentialId: step.id }
      const send = () => iam.send(new DeleteServiceSpecificCredentialCommand(input))
      return gone('DeleteServiceSpecificCredential', input, send)
    }
    case 'delete-certificate': {
      const input = { ...of, CertificateId: step.id }
      return gone('DeleteSigningCertificate', input, () => iam.send(new DeleteSigningCertificateCommand(input)))
    }
    case 'leave-group': {
      const input = { ...of, GroupName: step.group }
      const send = () => iam.send(new RemoveUserFromGroupCommand(input))
      return { ...gone('RemoveUserFromGroup', input, send), subject: `user ${user} in group ${step.group}` }
    }
    case 'detach-policy':
    case 'lift-attached-deny': {
      const input = { ...of, PolicyArn: step.policyArn }
      return gone('DetachUserPolicy', input, () => iam.send(new DetachUserPolicyCommand(input)))
    }
    case 'delete-inline-policy':
    case 'lift-deny': {
      const input = { ...of, PolicyName: step.policy }
      return gone('DeleteUserPolicy', input, () => iam.send(new DeleteUserPolicyCommand(input)))
    }
    case 'delete-boundary':
      return gone('DeleteUserPermissionsBoundary', of, () => iam.send(new DeleteUserPermissionsBoundaryCommand(of)))
    case 'delete-access-key': {
      const input = { ...of, AccessKeyId: step.id }
      return gone('DeleteAccessKey', input, () => iam.send(new DeleteAccessKeyCommand(input)))
    }
    case 'delete-user':
      return { ...gone('DeleteUser', of, () => iam.send(new DeleteUserCommand(of))), conflictPasses: true }
    default:
      return step satisfies never
  }
}
