import { dependentActionsText } from './dependent-actions.generated.ts'

let decoded: ReadonlyMap<string, readonly string[]> | undefined

/** All actions that need others to work, each with those, as the Service Authorization Reference lists them ("Dependent actions"). */
export function dependentActions(): ReadonlyMap<string, readonly string[]> {
  decoded ??= new Map(
    dependentActionsText.split('\n').flatMap((line) => {
      const [prefix = '', ...entries] = line.split(' ')
      return entries.map((entry): [string, readonly string[]] => {
        const [name = '', needs = ''] = entry.split('=')
        return [`${prefix}:${name}`, needs.split(',').map((one) => (one.includes(':') ? one : `${prefix}:${one}`))]
      })
    }),
  )
  return decoded
}
