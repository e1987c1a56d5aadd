import type { ActionsByService } from '../catalog/actions.generated.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'

type Service = keyof ActionsByService

/** An action that the catalogue need not know; made by {@link unlisted}. */
export interface UnlistedAction {
  readonly unlisted: string
}

/** `Get*Acl` as a template literal type that its matches are assignable to. */
type TemplateOf<Pattern extends string> = Pattern extends `${infer Head}*${infer Rest}`
  ? `${Head}${string}${TemplateOf<Rest>}`
  : Pattern

declare const nothing: unique symbol

type Bare = { readonly [nothing]?: never }

/** `${string}Acl` and the like: the compiler does not know the text. */
type IsOpen<Text extends string> = Bare extends Record<Text, true> ? true : false

/** What a name that is not in the service's list of actions comes to: itself where only run time can tell, else what would have been right. */
type UnknownName<Prefix extends Service, Name extends string> =
  IsOpen<Name> extends true
    ? `${Prefix}:${Name}`
    : Name extends '*' | `${string}{{${string}` | `${string}?${string}`
      ? `${Prefix}:${Name}`
      : Name extends `${string}*${string}`
        ? [Extract<ActionsByService[Prefix], TemplateOf<Name>>] extends [never]
          ? `no action of ${Prefix} matches ${Name}`
          : `${Prefix}:${Name}`
        : `${Prefix}:${ActionsByService[Prefix]}`

type UnknownService<Text extends string> =
  IsOpen<Text> extends true
    ? Text
    : Text extends '*' | `${string}{{${string}`
      ? Text
      : Text extends `${infer Prefix}:${string}`
        ? `${Prefix} is not a service prefix; wrap what the catalogue does not know yet in unlisted()`
        : `${Service}:` | '*'

/**
 * An action as an author may write it, checked against the catalogue: itself if it is right, else a type that it is not assignable to
 * and that an editor completes from, first the service, then that service's actions.
 *
 * A literal must exist; a pattern must name an existing service and, with `*`, match something; one with `?` or a `{{parameter}}` is left to
 * run time, like every plain `string`. What the catalogue does not know yet is written `unlisted('svc:Action')`.
 *
 * The service is looked up first, then the name in that service alone, so that the cost does not grow with the catalogue.
 */
export type Action<Text extends string> = string extends Text
  ? string
  : Text extends `${infer Prefix}:${infer Name}`
    ? Prefix extends Service
      ? Name extends ActionsByService[Prefix]
        ? Text
        : UnknownName<Prefix, Name>
      : UnknownService<Text>
    : UnknownService<Text>

/**
 * A list of actions, each checked where it stands. Type a parameter with it to have a literal list checked and completed, and any `readonly
 * string[]` accepted as it is.
 *
 * @example
 * ```ts
 * declare function allow<const List extends readonly (string | UnlistedAction)[]>(statement: { actions: Actions<List> }): void
 * allow({ actions: ['s3:GetObject', 'ec2:Describe*', unlisted('newservice:DoThis')] })
 * ```
 */
export type Actions<List extends readonly (string | UnlistedAction)[]> = {
  readonly [Index in keyof List]: List[Index] extends string ? Action<List[Index]> : List[Index]
}

/**
 * Says that an action or pattern is meant although the catalogue does not know it: AWS adds actions before it documents them.
 *
 * Throws a `RolewrightError` with the code `invalid-action` for what has not the form `service:Action`.
 *
 * @example
 * ```ts
 * allow({ actions: [unlisted('s3:BrandNewAction')], resources: ['*'] })
 * ```
 */
export function unlisted(action: string): UnlistedAction {
  if (typeof action === 'string' && /^[a-z0-9-]+:[\w*?-]+$/i.test(action)) return Object.freeze({ unlisted: action })
  throw new RolewrightError({
    code: 'invalid-action',
    message: `\`${action}\` is not an action`,
    hint: 'write it as `service:Action`, for example `s3:GetObject`',
  })
}
