import Handlebars from 'handlebars'

/** An import of names from a module of the repository or a package. */
export interface ImportLine {
  readonly names: string
  readonly from: string
}

/** Makes a file's text. Values are code already, and are not looked at again. */
type Template<Values> = (values: Values) => string

function template<Values>(source: string): Template<Values> {
  return Handlebars.compile<Values>(source, { noEscape: true, strict: true })
}

const imports = `{{#each imports}}
import { {{names}} } from '{{from}}'
{{/each}}
`

/** A file of definitions: `const`s, the last one exported. */
export const definitionsFile: Template<{
  readonly imports: readonly ImportLine[]
  readonly definitions: readonly string[]
}> = template(`${imports}{{#each definitions}}

{{this}}
{{/each}}
`)

/** `rolewright.config.ts` */
export const configFile: Template<object> = template(`import { defineConfig } from '@rolewright/core'
import model from './roles/model.ts'

export default defineConfig({ model })
`)

/** `roles/model.ts` */
export const modelFile: Template<{
  readonly imports: readonly ImportLine[]
  readonly accountId: string
  readonly date: string
  readonly model: string
}> = template(`${imports}
/** What the AWS account {{accountId}} was like when it was imported on {{date}}. */
{{model}}
`)

/** A policy in a file of its own. */
export const policyTemplate: Template<{
  readonly helpers: string
  readonly about: string
  readonly code: string
}> = template(`import { {{helpers}} } from '@rolewright/core'

/** {{about}} */
{{code}}
`)
