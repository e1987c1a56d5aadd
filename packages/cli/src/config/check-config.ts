import { type Config, type Model, nearest, RolewrightError } from '@rolewright/core'

const FIELDS = ['model', 'path', 'audit', 'reviews', 'lock', 'site'] as const
const SITE_FIELDS = ['out', 'base', 'redact'] as const
const REDACT_FIELDS = ['accountIds', 'emails'] as const

/** The config that a module default-exports, or what is wrong with it. */
export function checkConfig(module: unknown, file: string): Config {
  const invalid = (message: string, hint: string, code = 'config-invalid'): RolewrightError =>
    new RolewrightError({ code, message, hint, path: file })
  const write = 'write `export default defineConfig({ model })`'
  const config = fieldOf(module, 'default')
  if (config === undefined) {
    throw invalid('the config has no default export', write, 'config-no-default')
  }
  if (config instanceof Promise) {
    throw invalid('the default export is a promise, not a config', 'write `await` before it')
  }
  if (isModel(config)) throw invalid('the default export is a model, not a config', write)
  if (!isRecord(config)) {
    throw invalid(`the default export is ${kindOf(config)}, not what \`defineConfig\` gives`, write)
  }
  const { model } = config
  if (!isModel(model)) {
    throw invalid(
      model === undefined
        ? 'the config has no `model`'
        : `\`model\` is ${kindOf(model)}, not what \`defineModel\` gives`,
      'write `defineConfig({ model })` with the model that `defineModel({ … })` gives',
    )
  }
  const text = (holder: Readonly<Record<string, unknown>>, field: string, prefix = ''): Record<string, string> => {
    const value = holder[field]
    if (value === undefined) return {}
    if (typeof value === 'string' && value !== '') return { [field]: value }
    throw invalid(`\`${prefix}${field}\` is ${kindOf(value)}, not text`, 'give it as text, or leave it out')
  }
  requireKnown(config, FIELDS, invalid)
  const path = text(config, 'path')
  if (path['path'] !== undefined && !/^\/([\x21-\x7e]+\/)+$/.test(path['path'])) {
    throw invalid(
      `\`${path['path']}\` is not a path in IAM below the root`,
      'begin and end it with `/`, such as `/rolewright/example/`',
    )
  }
  const { site } = config
  if (site !== undefined && !isRecord(site)) {
    throw invalid(`\`site\` is ${kindOf(site)}, not settings`, "write `site: { out: 'site' }`")
  }
  if (site !== undefined) requireKnown(site, SITE_FIELDS, invalid, 'site.')
  const redact = redactOf(site, invalid)
  return {
    model,
    ...path,
    ...text(config, 'audit'),
    ...text(config, 'reviews'),
    ...text(config, 'lock'),
    ...(site === undefined
      ? {}
      : { site: { ...text(site, 'out', 'site.'), ...text(site, 'base', 'site.'), ...redact } }),
  }
}

/** What the site hides. A slip here would publish what must not be, so that nothing but `true` and `false` is taken. */
function redactOf(
  site: Readonly<Record<string, unknown>> | undefined,
  invalid: (message: string, hint: string) => RolewrightError,
): { readonly redact?: { readonly accountIds?: boolean; readonly emails?: boolean } } {
  const redact = site?.['redact']
  if (redact === undefined) return {}
  const write = 'write `redact: { accountIds: true, emails: true }`'
  if (!isRecord(redact)) throw invalid(`\`site.redact\` is ${kindOf(redact)}, not settings`, write)
  requireKnown(redact, REDACT_FIELDS, invalid, 'site.redact.')
  const flags = REDACT_FIELDS.flatMap((field): (readonly [string, boolean])[] => {
    const value = redact[field]
    if (value === undefined) return []
    if (typeof value !== 'boolean') {
      throw invalid(`\`site.redact.${field}\` is ${kindOf(value)}, not true or false`, write)
    }
    return [[field, value]]
  })
  return { redact: Object.fromEntries(flags) }
}

function requireKnown(
  value: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  invalid: (message: string, hint: string) => RolewrightError,
  prefix = '',
): void {
  for (const field of Object.keys(value)) {
    if (fields.includes(field)) continue
    const spelling = nearest(field, fields)
    throw invalid(
      `the config has no setting \`${prefix}${field}\``,
      spelling === undefined
        ? `its settings are ${fields.map((name) => `\`${prefix}${name}\``).join(', ')}`
        : `did you mean \`${prefix}${spelling}\`?`,
    )
  }
}

/** `defineModel` validated the rest. */
function isModel(value: unknown): value is Model {
  return fieldOf(value, 'kind') === 'model' && Array.isArray(fieldOf(value, 'roles'))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldOf(value: unknown, field: string): unknown {
  return isRecord(value) ? value[field] : undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Promise) return 'a promise'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' ? 'an object' : `\`${JSON.stringify(value)}\``
}
