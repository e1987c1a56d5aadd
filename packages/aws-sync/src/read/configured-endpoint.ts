import { booleanSelector, loadConfig, SelectorType } from '@smithy/core/config'

/**
 * The endpoint that the surroundings give a service, as today's SDK clients look for it: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
 * then the profile's `services` section and its own `endpoint_url`; nothing where none is given, or `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` says so.
 *
 * For clients that are too old to look themselves: without it they would ask AWS where everything else asks an emulator. `serviceId`
 * is the SDK's, such as `CloudHSM V2`. See "Service-specific endpoints" in the AWS SDKs and Tools Reference Guide.
 *
 * @example
 * ```ts
 * await configuredEndpoint('CloudHSM V2') // 'http://127.0.0.1:4600'
 * ```
 */
export async function configuredEndpoint(serviceId: string): Promise<string | undefined> {
  const ignored = loadConfig<boolean>({
    environmentVariableSelector: (env) => booleanSelector(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', SelectorType.ENV),
    configFileSelector: (profile) => booleanSelector(profile, 'ignore_configured_endpoint_urls', SelectorType.CONFIG),
    default: false,
  })
  if (await ignored()) return undefined
  const name = serviceId.replaceAll(' ', '_')
  const configured = loadConfig({
    environmentVariableSelector: (env) =>
      filled(env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`]) ?? filled(env['AWS_ENDPOINT_URL']),
    configFileSelector: (profile, files) => {
      const section = profile['services'] === undefined ? undefined : files?.[`services.${profile['services']}`]
      return filled(section?.[`${name.toLowerCase()}.endpoint_url`]) ?? filled(profile['endpoint_url'])
    },
    default: '',
  })
  return filled(await configured())
}

const filled = (value: string | undefined): string | undefined => (value === '' ? undefined : value)
