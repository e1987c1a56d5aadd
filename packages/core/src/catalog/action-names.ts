import { catalogText } from './catalog-text.ts'

/** The part of the catalogue that matching needs: one service and the names of its actions, without their details. */
export interface ServiceActions {
  /** Position among the services. */
  readonly index: number
  readonly prefix: string
  readonly name: string
  /** The number of its first action; its others follow without a gap. */
  readonly start: number
  /** One letter of access level for each action. */
  readonly levels: string
  /** Names as AWS writes them, sorted by code unit. */
  readonly names: readonly string[]
  /** The same names in lower case, at the same positions. */
  readonly lower: readonly string[]
}

interface Names {
  readonly services: readonly ServiceActions[]
  readonly byPrefix: ReadonlyMap<string, ServiceActions>
  readonly count: number
}

let decoded: Names | undefined

function names(): Names {
  decoded ??= decode(catalogText().servicesText)
  return decoded
}

function decode(text: string): Names {
  const services: ServiceActions[] = []
  const byPrefix = new Map<string, ServiceActions>()
  let count = 0
  for (const [index, line] of text.split('\n').entries()) {
    const [prefix = '', name = '', levels = '', actions = ''] = line.split('\t')
    const service = new LazyService({ index, prefix, name, start: count, levels, actions })
    services.push(service)
    byPrefix.set(prefix, service)
    count += levels.length
  }
  return { services, byPrefix, count }
}

/** Splits its names when they are first asked for: most work touches few of the services. */
class LazyService implements ServiceActions {
  readonly index: number
  readonly prefix: string
  readonly name: string
  readonly start: number
  readonly levels: string
  readonly #actions: string
  #names: readonly string[] | undefined
  #lower: readonly string[] | undefined

  constructor(line: { index: number; prefix: string; name: string; start: number; levels: string; actions: string }) {
    this.index = line.index
    this.prefix = line.prefix
    this.name = line.name
    this.start = line.start
    this.levels = line.levels
    this.#actions = line.actions
  }

  get names(): readonly string[] {
    this.#names ??= this.#actions === '' ? [] : this.#actions.split(' ')
    return this.#names
  }

  get lower(): readonly string[] {
    this.#lower ??= this.#actions === '' ? [] : this.#actions.toLowerCase().split(' ')
    return this.#lower
  }
}

/** How many actions the catalogue has; their numbers are 0 to one less. */
export function actionCount(): number {
  return names().count
}

/** All services, sorted by `prefix:`. */
export function serviceActions(): readonly ServiceActions[] {
  return names().services
}

/** The service of this prefix, in any case. */
export function actionsOfService(prefix: string): ServiceActions | undefined {
  return names().byPrefix.get(prefix.toLowerCase())
}

/** The service that the action of this number belongs to. */
export function serviceOfNumber(number: number): ServiceActions | undefined {
  const { services } = names()
  let low = 0
  let high = services.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((services[middle]?.start ?? 0) <= number) low = middle
    else high = middle - 1
  }
  return services[low]
}

/** `service:Action` for an action's number, as AWS writes it. */
export function actionName(number: number): string {
  const service = serviceOfNumber(number)
  return service === undefined ? '' : `${service.prefix}:${service.names[number - service.start] ?? ''}`
}

const positions = new Map<ServiceActions, ReadonlyMap<string, number>>()

/** An action's number by its name in any case, or undefined if the catalogue does not know it. */
export function actionNumber(action: string): number | undefined {
  const colon = action.indexOf(':')
  const service = colon < 0 ? undefined : actionsOfService(action.slice(0, colon))
  if (service === undefined) return undefined
  let known = positions.get(service)
  if (known === undefined) {
    known = new Map(service.lower.map((name, index) => [name, service.start + index]))
    positions.set(service, known)
  }
  return known.get(action.slice(colon + 1).toLowerCase())
}
