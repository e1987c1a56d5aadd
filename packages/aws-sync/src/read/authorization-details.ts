import { z } from 'zod'

/** A document as AWS (URL-encoded text), an emulator (plain text) or a saved file (an object) gives it. */
export type RawDocument = string | Readonly<Record<string, unknown>>

export interface RawInlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: RawDocument
}

interface RawEntity {
  /** Empty where only the ARN has it. */
  readonly Path: string
  readonly Arn: string
  readonly CreateDate?: string | Date | undefined
}

interface RawHolder extends RawEntity {
  readonly AttachedManagedPolicies: readonly { readonly PolicyArn: string }[]
}

interface RawPrincipal extends RawHolder {
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string } | undefined
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[]
}

export interface RawUser extends RawPrincipal {
  readonly UserName: string
  readonly GroupList: readonly string[]
  readonly UserPolicyList: readonly RawInlinePolicy[]
}

export interface RawGroup extends RawHolder {
  readonly GroupName: string
  readonly GroupPolicyList: readonly RawInlinePolicy[]
}

export interface RawRole extends RawPrincipal {
  readonly RoleName: string
  readonly AssumeRolePolicyDocument: RawDocument
  readonly RolePolicyList: readonly RawInlinePolicy[]
}

export interface RawPolicy extends RawEntity {
  /** AWS always gives it; an emulator may leave it to the ARN. */
  readonly PolicyName?: string | undefined
  readonly Description?: string | undefined
  /** AWS always gives it; what other tools save may have the mark on the version alone. */
  readonly DefaultVersionId?: string | undefined
  readonly UpdateDate?: string | Date | undefined
  readonly PolicyVersionList: readonly {
    readonly VersionId: string
    readonly Document: RawDocument
    readonly IsDefaultVersion?: boolean | undefined
    readonly CreateDate?: string | Date | undefined
  }[]
}

/**
 * The answer of GetAccountAuthorizationDetails, or all of its pages together, whether the SDK parsed it or the AWS CLI saved it.
 * Unknown fields are let through: AWS adds some now and then.
 */
export interface AuthorizationDetails {
  readonly UserDetailList: readonly RawUser[]
  readonly GroupDetailList: readonly RawGroup[]
  readonly RoleDetailList: readonly RawRole[]
  readonly Policies: readonly RawPolicy[]
  readonly IsTruncated: boolean
  readonly Marker?: string | undefined
  /** The AWS CLI writes it in place of the other two, where `--max-items` stopped it. */
  readonly NextToken?: string | undefined
}

/** The bare API gives seconds since 1970 when it is asked for JSON. */
const seconds = z.number().transform((value) => new Date(value * 1000))

const date = z.union([z.string(), z.date(), seconds])

const document = z.union([z.string(), z.record(z.string(), z.unknown())])

/** AWS's own example, and PowerShell's JSON, leave out the brackets around what stands alone. */
const listOf = <T extends z.ZodType>(of: T) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value),
    z.array(of).default([]),
  )

const inlinePolicies = listOf(z.object({ PolicyName: z.string(), PolicyDocument: document }))

const attachedPolicies = listOf(z.object({ PolicyArn: z.string() }))

const boundary = z.object({ PermissionsBoundaryArn: z.string() }).optional()

const tags = listOf(z.object({ Key: z.string(), Value: z.string().default('') }))

/** Emulators leave the path to the ARN. */
const entity = { Path: z.string().default(''), Arn: z.string(), CreateDate: date.optional() }

const userDetail = z.object({
  ...entity,
  UserName: z.string(),
  GroupList: z.array(z.string()).default([]),
  UserPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
  PermissionsBoundary: boundary,
  Tags: tags,
})

const groupDetail = z.object({
  ...entity,
  GroupName: z.string(),
  GroupPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
})

const roleDetail = z.object({
  ...entity,
  RoleName: z.string(),
  AssumeRolePolicyDocument: document,
  RolePolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
  PermissionsBoundary: boundary,
  Tags: tags,
})

const policyVersion = z.object({
  VersionId: z.string(),
  Document: document,
  IsDefaultVersion: z.boolean().optional(),
  CreateDate: date.optional(),
})

const policyDetail = z.object({
  ...entity,
  PolicyName: z.string().optional(),
  Description: z.string().optional(),
  DefaultVersionId: z.string().optional(),
  UpdateDate: date.optional(),
  PolicyVersionList: listOf(policyVersion),
})

/** What the answer must look like. */
export const authorizationDetailsSchema: z.ZodType<AuthorizationDetails> = z.object({
  UserDetailList: z.array(userDetail).default([]),
  GroupDetailList: z.array(groupDetail).default([]),
  RoleDetailList: z.array(roleDetail).default([]),
  Policies: z.array(policyDetail).default([]),
  IsTruncated: z.boolean().default(false),
  Marker: z.string().optional(),
  NextToken: z.string().optional(),
})
