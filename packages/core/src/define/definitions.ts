import type { z } from 'zod'
import type { Conditions } from '../policy/document.ts'

/** What a statement speaks of: either the actions named, or all but those named. */
export type StatementActions =
  | { readonly actions: readonly string[]; readonly notActions?: never }
  | { readonly notActions: readonly string[]; readonly actions?: never }

/** Where a statement holds: on the resources named, or on all but those named. */
export type StatementResources =
  | { readonly resources: readonly string[]; readonly notResources?: never }
  | { readonly notResources: readonly string[]; readonly resources?: never }

/** One statement as an author writes it; made by `allow` and `deny`. */
export type StatementDefinition = StatementActions &
  StatementResources & {
    readonly effect: 'Allow' | 'Deny'
    readonly sid?: string
    readonly conditions?: Conditions
    /** Those of the actions that the author vouches for although the catalogue does not know them; see `unlisted`. */
    readonly unlisted?: readonly string[]
  }

/** A customer managed policy. Two definitions of one name in a model must be the same object. */
export interface PolicyDefinition {
  readonly kind: 'policy'
  readonly name: string
  readonly description?: string
  readonly statements: readonly StatementDefinition[]
}

/** A reference to one of AWS's own managed policies; its document is pinned in `aws-managed.lock.json`. */
export interface AwsManagedPolicy {
  readonly kind: 'aws-managed'
  /** Name with its path, if it has one: `ReadOnlyAccess`, `job-function/Billing`. */
  readonly name: string
  readonly arn: string
}

/** One thing that a job does, and the granular policies it needs. */
export interface TaskDefinition {
  readonly kind: 'task'
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly policies: readonly (PolicyDefinition | AwsManagedPolicy)[]
  /** Tasks that can't be done without; a role with this task has them too. */
  readonly requires?: readonly TaskDefinition[]
}

/** A job that a person does. Becomes one IAM group. */
export interface RoleDefinition {
  readonly kind: 'role'
  readonly id: string
  readonly title: string
  readonly description?: string
  /** Who answers for this role: an e-mail address or a team. */
  readonly owner: string
  readonly justification: string
  readonly department?: string
  /** The IAM group's name; the id in PascalCase unless given. */
  readonly group?: string
  readonly tasks: readonly TaskDefinition[]
  /** Adds one guard policy that denies everything but enrolling a device until the caller has signed in with MFA. */
  readonly requireMfa?: boolean
  /** A role whose misuse would hurt most: a widening of it wants a second look. */
  readonly sensitive?: boolean
  /** Held only for a time and with a reason: memberships in the model are a mistake, and `check` says so. */
  readonly breakGlass?: boolean
  /** References to controls, in the company's own words: `SOX-404`, `ISO27001-A.9`. */
  readonly controls?: readonly string[]
  /** How many days may pass between two reviews; 90 unless given. */
  readonly reviewEveryDays?: number
  /**
   * `after first sign-in` gives the role only once the person has signed in and set a password, as AWS's delegated-user document does;
   * `at once` unless given.
   */
  readonly activation?: 'at once' | 'after first sign-in'
  /** ISO date from which nobody holds this role any more. */
  readonly expires?: string
  /** `exclusive` removes members that the model does not name; `additive` (the default) shows and leaves them. */
  readonly members?: 'additive' | 'exclusive'
}

/** A role held between two dates (ISO, `from` inclusive, `until` exclusive). */
export interface RoleMembership {
  readonly role: RoleDefinition
  readonly from?: string
  readonly until?: string
}

/** Somebody with business roles. Becomes an IAM user and its group memberships. */
export interface PersonDefinition {
  readonly kind: 'person'
  readonly id: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly (RoleDefinition | RoleMembership)[]
  /** Ids of the accounts this person works in; all unless given. */
  readonly accounts?: readonly string[]
}

/** One AWS account that the roles go to, with its own parameters. */
export interface AccountDefinition {
  readonly kind: 'account'
  readonly id: string
  /** Twelve digits. */
  readonly accountId: string
  /** The partition of AWS that the account is in: `aws` unless given, `aws-us-gov` or `aws-cn`. */
  readonly partition?: string
  readonly title?: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** Ids of the roles that go here; all unless given. */
  readonly roles?: readonly string[]
  /**
   * ARNs of groups and policies of this account that roles mean though they lie outside the model's path: compared and told, never changed.
   * `rolewright import account` writes them; `rolewright adopt` moves one to `adopted`.
   */
  readonly foreign?: readonly string[]
  /**
   * ARNs of groups and policies outside the model's path that the model owns all the same: a policy where it lies, since IAM can't move
   * it; a group is moved into the path by the next `apply`.
   */
  readonly adopted?: readonly string[]
}

/** Nobody may hold two of these roles. */
export interface MutuallyExclusiveRule {
  readonly kind: 'mutually-exclusive'
  readonly roles: readonly RoleDefinition[]
}

/** Nobody may be able to do something of both lists, whichever roles and policies give it. */
export interface SeparateRule {
  readonly kind: 'separate'
  readonly actions: readonly [readonly string[], readonly string[]]
}

/** At most so many people may hold a role in one account. */
export interface AtMostRule {
  readonly kind: 'at-most'
  readonly role: RoleDefinition
  readonly members: number
}

/** Whoever holds a role also holds another. */
export interface RequiresRule {
  readonly kind: 'requires'
  readonly role: RoleDefinition
  readonly required: RoleDefinition
}

/** What must hold of people and roles, checked by `check`. */
export type Rule = MutuallyExclusiveRule | SeparateRule | AtMostRule | RequiresRule

/** A finding that somebody has looked at and lives with, until a date. */
export interface Suppression {
  readonly kind: 'suppression'
  /** The code of the finding: `RW-PASS-ROLE`. */
  readonly code: string
  /** The beginning of the finding's path; every finding of the code unless given. */
  readonly path?: string
  /** Ten characters at least. */
  readonly reason: string
  /** ISO date from which the finding shows again. */
  readonly until: string
}

/** What an author gives to `defineModel`. */
export interface ModelInput {
  readonly id: string
  readonly title?: string
  readonly roles: readonly RoleDefinition[]
  readonly people: readonly PersonDefinition[]
  readonly accounts: readonly AccountDefinition[]
  /** A zod schema for every account's parameters; its defaults and transforms count. */
  readonly parameters?: z.ZodType
  readonly rules?: readonly Rule[]
  readonly suppressions?: readonly Suppression[]
}

/** Roles, people and accounts, validated: what `defineModel` returns. */
export interface Model extends ModelInput {
  readonly kind: 'model'
  /** Every task and policy that a role reaches, once each, sorted by id or name. */
  readonly tasks: readonly TaskDefinition[]
  readonly policies: readonly (PolicyDefinition | AwsManagedPolicy)[]
  readonly rules: readonly Rule[]
  readonly suppressions: readonly Suppression[]
}

/** The command's settings. */
export interface Config {
  readonly model: Model
  /** Path of owned groups and policies in IAM; `/rolewright/<model id>/` unless given. */
  readonly path?: string
  /** Folder of the history; `audit` unless given. */
  readonly audit?: string
  /** Folder of reviews; `reviews` unless given. */
  readonly reviews?: string
  /** File that pins AWS managed policies; `aws-managed.lock.json` unless given. */
  readonly lock?: string
  readonly site?: {
    /** Folder that the site is built into; `site` unless given. */
    readonly out?: string
    /** Sub-path that the site is served under, such as `/access/`. */
    readonly base?: string
    /** What the site must not show, on no page and in no file. */
    readonly redact?: {
      /** Shows the account's id instead of its twelve digits. */
      readonly accountIds?: boolean
      /** Shows `m…@example.com` instead of an e-mail address. */
      readonly emails?: boolean
    }
  }
}
