import { actionNumber, actionsOfService, serviceActions, serviceOfNumber } from './action-names.ts'
import { catalogText } from './catalog-text.ts'
import { type AccessLevel, accessLevelCodes, type ConditionType, conditionTypeCodes } from './format.ts'

/** A condition key and what it holds. `${TagKey}` and the like stand for a part that the caller chooses. */
export interface ConditionKey {
  readonly key: string
  readonly type: ConditionType
}

/** Something an action acts on. */
export interface ResourceType {
  readonly name: string
  /** ARN patterns with `${…}` variables; usually one. */
  readonly arns: readonly string[]
  /** Keys that every action on it may be conditioned by. */
  readonly conditionKeys: readonly string[]
}

/** How an action uses a type of resource. */
export interface ActionResource {
  readonly type: ResourceType
  /** Whether the action always needs one; a statement that names no such resource never allows it. */
  readonly required: boolean
  /** Keys that apply to this action on this type only. */
  readonly conditionKeys: readonly string[]
}

/** One action of AWS's service authorization reference. */
export interface CatalogAction {
  /** `service:Action` as AWS writes it. */
  readonly action: string
  readonly service: string
  readonly name: string
  readonly level: AccessLevel
  /** Empty where the action has no resource: only `*` allows it. */
  readonly resources: readonly ActionResource[]
  /** Keys of the action itself; global keys and those of its resources come on top. */
  readonly conditionKeys: readonly string[]
  /** What a caller also needs for this action to work, `service:Action`. */
  readonly dependentActions: readonly string[]
}

/** One service of AWS's service authorization reference. */
export interface CatalogService {
  readonly prefix: string
  /** AWS's display name: `Amazon S3`. */
  readonly name: string
  /** Names without the prefix, sorted. */
  readonly actions: readonly string[]
  readonly resourceTypes: readonly ResourceType[]
  readonly conditionKeys: readonly ConditionKey[]
}

interface Shape {
  readonly resources: readonly ActionResource[]
  readonly conditionKeys: readonly string[]
  readonly dependentActions: readonly string[]
}

interface ServiceDetails {
  readonly keys: readonly ConditionKey[]
  readonly resourceTypes: readonly ResourceType[]
  readonly shapes: readonly Shape[]
  readonly shapeOf: readonly number[]
}

let lines: readonly string[] | undefined
const details = new Map<string, ServiceDetails>()

function detailsOf(index: number, prefix: string): ServiceDetails {
  const known = details.get(prefix)
  if (known !== undefined) return known
  lines ??= catalogText().detailsText.split('\n')
  const made = decodeDetails(lines[index] ?? '', prefix)
  details.set(prefix, made)
  return made
}

const parts = (text: string, separator: string): string[] => (text === '' ? [] : text.split(separator))

function decodeKeys(text: string): ConditionKey[] {
  return parts(text, '|').map((entry) => ({
    key: entry.slice(0, -1),
    type: conditionTypeCodes[entry.slice(-1)] ?? 'String',
  }))
}

function decodeDetails(line: string, prefix: string): ServiceDetails {
  const [keyText = '', resourceText = '', shapeText = '', shapeOfText = ''] = line.split('\t')
  const keys = decodeKeys(keyText)
  const keyNames = (text: string): string[] =>
    parts(text, '.').map((number) => keys[Number.parseInt(number, 36)]?.key ?? '')
  const resourceTypes = parts(resourceText, ';').map((entry): ResourceType => {
    const [name = '', arns = '', typeKeys = ''] = entry.split('|')
    return { name, arns: arns.split(',').map((arn) => longArn(arn, prefix)), conditionKeys: keyNames(typeKeys) }
  })
  const shapes = parts(shapeText, ';').map((entry): Shape => {
    const [resources = '', actionKeys = '', dependent = ''] = entry.split('|')
    return {
      resources: parts(resources, ',').flatMap((text) => {
        const [number = '', ownKeys = ''] = text.split('+')
        const type = resourceTypes[Number.parseInt(number, 36)]
        return type === undefined ? [] : [{ type, required: number.endsWith('!'), conditionKeys: keyNames(ownKeys) }]
      }),
      conditionKeys: keyNames(actionKeys),
      dependentActions: parts(dependent, ','),
    }
  })
  return { keys, resourceTypes, shapes, shapeOf: parts(shapeOfText, ',').map((text) => Number.parseInt(text, 36)) }
}

function longArn(arn: string, prefix: string): string {
  if (arn.startsWith('~')) return `arn:\${Partition}:${prefix}:\${Region}:\${Account}:${arn.slice(1)}`
  return arn.startsWith('^') ? `arn:\${Partition}:${arn.slice(1)}` : arn
}

/**
 * The prefixes of all services that AWS documents, sorted.
 *
 * @example
 * ```ts
 * servicePrefixes().includes('s3') // true
 * ```
 */
export function servicePrefixes(): readonly string[] {
  return serviceActions().map(({ prefix }) => prefix)
}

/**
 * A service by its prefix in any case, or undefined if the catalogue does not know it.
 *
 * @example
 * ```ts
 * findService('s3')?.name // 'Amazon S3'
 * ```
 */
export function findService(prefix: string): CatalogService | undefined {
  const service = actionsOfService(prefix)
  if (service === undefined) return undefined
  const { resourceTypes, keys } = detailsOf(service.index, service.prefix)
  return { prefix: service.prefix, name: service.name, actions: service.names, resourceTypes, conditionKeys: keys }
}

/**
 * An action by its name in any case, or undefined if the catalogue does not know it. Follows AWS's service authorization reference.
 *
 * @example
 * ```ts
 * findAction('S3:getobject')?.level // 'Read'
 * ```
 */
export function findAction(action: string): CatalogAction | undefined {
  const number = actionNumber(action)
  return number === undefined ? undefined : actionOfNumber(number)
}

/** The action of this number; numbers come from an `ActionSet`. */
export function actionOfNumber(number: number): CatalogAction | undefined {
  const service = serviceOfNumber(number)
  const name = service?.names[number - service.start]
  if (service === undefined || name === undefined) return undefined
  const { shapes, shapeOf } = detailsOf(service.index, service.prefix)
  const shape = shapes[shapeOf[number - service.start] ?? -1]
  return {
    action: `${service.prefix}:${name}`,
    service: service.prefix,
    name,
    level: accessLevelCodes[service.levels[number - service.start] ?? ''] ?? 'Write',
    resources: shape?.resources ?? [],
    conditionKeys: shape?.conditionKeys ?? [],
    dependentActions: shape?.dependentActions ?? [],
  }
}

/** What an action does, by its number: cheaper than its details. */
export function accessLevelOfNumber(number: number): AccessLevel | undefined {
  const service = serviceOfNumber(number)
  return accessLevelCodes[service?.levels[number - service.start] ?? '']
}

let globalKeys: readonly ConditionKey[] | undefined

/**
 * The condition keys that AWS adds to requests of every service, and the few of other services that it treats likewise.
 *
 * @example
 * ```ts
 * globalConditionKeys().find(({ key }) => key === 'aws:username')?.type // 'String'
 * ```
 */
export function globalConditionKeys(): readonly ConditionKey[] {
  globalKeys ??= decodeKeys(catalogText().globalKeysText)
  return globalKeys
}

interface KeyTable {
  readonly exact: ReadonlyMap<string, ConditionKey>
  readonly templates: readonly { readonly pattern: RegExp; readonly key: ConditionKey }[]
}

let keyTable: KeyTable | undefined

function keys(): KeyTable {
  if (keyTable !== undefined) return keyTable
  const exact = new Map<string, ConditionKey>()
  const all = [
    ...globalConditionKeys(),
    ...serviceActions().flatMap(({ index, prefix }) => detailsOf(index, prefix).keys),
  ]
  for (const key of all) if (!exact.has(key.key.toLowerCase())) exact.set(key.key.toLowerCase(), key)
  const templates = [...exact.values()]
    .filter(({ key }) => variablePart.test(key))
    .map((key) => ({ key, pattern: templatePattern(key.key) }))
  keyTable = { exact, templates }
  return keyTable
}

/** AWS writes the part that a caller chooses as `${TagKey}` or `<key>`. */
const variablePart = /\$\{[^}]*\}|<[^>]*>/

function templatePattern(template: string): RegExp {
  const source = template
    .split(variablePart)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.+')
  return new RegExp(`^${source}$`, 'is')
}

/**
 * A condition key by its name in any case, global or of any service; `aws:RequestTag/Owner` finds `aws:RequestTag/${TagKey}`.
 *
 * @example
 * ```ts
 * findConditionKey('aws:requesttag/Owner')?.type // 'String'
 * ```
 */
export function findConditionKey(name: string): ConditionKey | undefined {
  const { exact, templates } = keys()
  return exact.get(name.toLowerCase()) ?? templates.find(({ pattern }) => pattern.test(name))?.key
}
