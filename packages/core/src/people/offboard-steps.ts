import { policySize } from '../policy/print/policy-size.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { Holdings } from './holdings.ts'

/** Denies everything, whatever else allows it, to whoever is being offboarded. */
export const DENY_POLICY = 'RolewrightOffboarding'

/** What {@link DENY_POLICY} says: without a condition, so that nothing gets around it. */
export const denyAllDocument: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
}

/** AWS's own policy of the same meaning, for a user whose inline policies leave no room. */
const AWS_DENY_ALL = /^arn:[^:]+:iam::aws:policy\/AWSDenyAll$/

/** IAM's limit for all inline policies of a user together, and for its managed ones; see "IAM and AWS STS quotas". */
const INLINE_CHARACTERS = 2048
const ATTACHED_POLICIES = 10

/** One thing that offboarding does, each of them one call to IAM. */
export type OffboardStep =
  | { readonly kind: 'deny-all'; readonly policy: string }
  | { readonly kind: 'attach-deny-all'; readonly policyArn: string }
  | { readonly kind: 'deactivate-access-key'; readonly id: string }
  | { readonly kind: 'delete-login-profile' }
  | { readonly kind: 'deactivate-mfa-device'; readonly serialNumber: string }
  | { readonly kind: 'delete-virtual-mfa-device'; readonly serialNumber: string }
  | { readonly kind: 'delete-ssh-key'; readonly id: string }
  | { readonly kind: 'delete-service-credential'; readonly id: string }
  | { readonly kind: 'delete-certificate'; readonly id: string }
  | { readonly kind: 'leave-group'; readonly group: string }
  | { readonly kind: 'detach-policy'; readonly policyArn: string }
  | { readonly kind: 'delete-inline-policy'; readonly policy: string }
  | { readonly kind: 'delete-boundary' }
  | { readonly kind: 'delete-access-key'; readonly id: string }
  | { readonly kind: 'lift-deny'; readonly policy: string }
  | { readonly kind: 'lift-attached-deny'; readonly policyArn: string }
  | { readonly kind: 'delete-user' }

/**
 * What is left to do until a user is gone, or with `keepUser` a shell that nobody can use, in the order that closes doors first: nothing is
 * permitted any more before anything is taken away, and the deny goes last of all, when there is nothing left that it could hold back.
 *
 * Made anew from what is there, it goes on where an earlier run was stopped. `devices` are virtual MFA devices of the user that such a run
 * has put out of use, which nothing else tells.
 *
 * @example
 * ```ts
 * offboardSteps(holdings, { keepUser: false, devices: [] }).map(({ kind }) => kind)
 * ```
 */
export function offboardSteps(
  holdings: Holdings,
  options: { readonly keepUser: boolean; readonly devices: readonly string[] },
): readonly OffboardStep[] {
  const { keepUser, devices } = options
  const deny = denyOf(holdings)
  const serials = holdings.mfaDevices.map(({ serialNumber }) => serialNumber)
  return [
    ...deny.steps,
    ...holdings.accessKeys
      .filter(({ active }) => active)
      .map(({ id }) => ({ kind: 'deactivate-access-key' as const, id })),
    ...(holdings.loginProfile === null ? [] : [{ kind: 'delete-login-profile' as const }]),
    ...serials.map((serialNumber) => ({ kind: 'deactivate-mfa-device' as const, serialNumber })),
    ...[...new Set([...serials.filter(isVirtual), ...devices])].map((serialNumber) => ({
      kind: 'delete-virtual-mfa-device' as const,
      serialNumber,
    })),
    ...holdings.sshKeys.map(({ id }) => ({ kind: 'delete-ssh-key' as const, id })),
    ...holdings.serviceCredentials.map(({ id }) => ({ kind: 'delete-service-credential' as const, id })),
    ...holdings.certificates.map(({ id }) => ({ kind: 'delete-certificate' as const, id })),
    ...holdings.groups.map((group) => ({ kind: 'leave-group' as const, group })),
    ...holdings.attachedPolicies
      .filter((arn) => arn !== deny.attached)
      .map((policyArn) => ({ kind: 'detach-policy' as const, policyArn })),
    ...holdings.inlinePolicies
      .filter(({ name }) => name !== deny.inline)
      .map(({ name }) => ({ kind: 'delete-inline-policy' as const, policy: name })),
    // A boundary only narrows: a shell keeps it.
    ...(holdings.permissionsBoundary === null || keepUser ? [] : [{ kind: 'delete-boundary' as const }]),
    ...holdings.accessKeys.map(({ id }) => ({ kind: 'delete-access-key' as const, id })),
    ...(keepUser ? [] : [...liftOf(deny), { kind: 'delete-user' as const }]),
  ]
}

/**
 * Whether a policy of the user's own denies everything, as on one who was offboarded and kept.
 *
 * @example
 * ```ts
 * if (isDeniedEverything(holdings)) console.log(`${holdings.user} can do nothing`)
 * ```
 */
export const isDeniedEverything = (holdings: Holdings): boolean => denyOf(holdings).steps.length === 0

/** Where the deny stands when the first step is done, and that step unless it stands already. */
interface Deny {
  readonly steps: readonly OffboardStep[]
  readonly inline?: string
  readonly attached?: string
}

function denyOf(holdings: Holdings): Deny {
  const standing = holdings.inlinePolicies.find(({ document }) => isDenyAll(document))
  if (standing !== undefined) return { steps: [], inline: standing.name }
  const attached = holdings.attachedPolicies.find((arn) => AWS_DENY_ALL.test(arn))
  if (attached !== undefined) return { steps: [], attached }
  const others = holdings.inlinePolicies.filter(({ name }) => name.toLowerCase() !== DENY_POLICY.toLowerCase())
  const used = others.reduce((total, { document }) => total + policySize(document), 0)
  if (used + policySize(denyAllDocument) <= INLINE_CHARACTERS) {
    return { steps: [{ kind: 'deny-all', policy: DENY_POLICY }], inline: DENY_POLICY }
  }
  if (holdings.attachedPolicies.length < ATTACHED_POLICIES) {
    const policyArn = `arn:${holdings.arn.split(':')[1] ?? 'aws'}:iam::aws:policy/AWSDenyAll`
    return { steps: [{ kind: 'attach-deny-all', policyArn }], attached: policyArn }
  }
  // Room for neither: what denies everything takes the place of the largest, in one call.
  const [largest] = others.toSorted((a, b) => policySize(b.document) - policySize(a.document))
  const policy = largest?.name ?? DENY_POLICY
  return { steps: [{ kind: 'deny-all', policy }], inline: policy }
}

function liftOf({ inline, attached }: Deny): readonly OffboardStep[] {
  if (inline !== undefined) return [{ kind: 'lift-deny', policy: inline }]
  return attached === undefined ? [] : [{ kind: 'lift-attached-deny', policyArn: attached }]
}

function isDenyAll({ Statement: statements }: PolicyDocument): boolean {
  const list = 'Effect' in statements ? [statements] : statements
  return list.some(
    (statement) =>
      statement.Effect === 'Deny' &&
      isStar(statement.Action) &&
      isStar(statement.Resource) &&
      statement.Condition === undefined,
  )
}

function isStar(value: unknown): boolean {
  return value === '*' || (Array.isArray(value) && value.includes('*'))
}

/** A virtual device is an ARN of IAM's, and stays behind when it is put out of use; hardware and passkeys do not. */
export function isVirtual(serialNumber: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:mfa\//.test(serialNumber)
}

/** A step in words, for somebody who watches or reads the plan of it. */
export function offboardStepText(step: OffboardStep): string {
  switch (step.kind) {
    case 'deny-all':
      return `deny everything, by the inline policy ${step.policy}`
    case 'attach-deny-all':
      return 'deny everything, by attaching AWSDenyAll, since the inline policies leave no room'
    case 'deactivate-access-key':
      return `put access key ${step.id} out of force`
    case 'delete-login-profile':
      return 'delete the console password'
    case 'deactivate-mfa-device':
      return `put MFA device ${step.serialNumber} out of use`
    case 'delete-virtual-mfa-device':
      return `delete virtual MFA device ${step.serialNumber}`
    case 'delete-ssh-key':
      return `delete SSH key ${step.id}`
    case 'delete-service-credential':
      return `delete service-specific credential ${step.id}`
    case 'delete-certificate':
      return `delete signing certificate ${step.id}`
    case 'leave-group':
      return `take out of group ${step.group}`
    case 'detach-policy':
      return `detach ${step.policyArn}`
    case 'delete-inline-policy':
      return `delete inline policy ${step.policy}`
    case 'delete-boundary':
      return 'delete the permissions boundary'
    case 'delete-access-key':
      return `delete access key ${step.id}`
    case 'lift-deny':
      return `delete inline policy ${step.policy}, which denied everything`
    case 'lift-attached-deny':
      return 'detach AWSDenyAll, which denied everything'
    case 'delete-user':
      return 'delete the user'
    default:
      return step satisfies never
  }
}
