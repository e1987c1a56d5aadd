import type { ModelInput } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { modelShapes } from './model-shapes.ts'
import { references } from './references.ts'
import { uniqueNames } from './unique-names.ts'

/** Every problem of a model, in the order of the input; names and references are looked at once the shape is right. */
export function validateModel(input: ModelInput): readonly Finding[] {
  const shapes = modelShapes(input)
  return shapes.length > 0 ? shapes : [...uniqueNames(input), ...references(input)]
}
