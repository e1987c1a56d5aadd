import { type Model, nearest, type PersonDefinition, RolewrightError } from '@rolewright/core'

/** The person of a model that a word means: an id, or a user name. */
export function personNamed(model: Model, word: string): PersonDefinition {
  const found = model.people.find(({ id, userName }) => id === word || userName === word)
  if (found !== undefined) return found
  const near = nearest(
    word,
    model.people.flatMap(({ id, userName }) => [id, userName]),
  )
  throw new RolewrightError({
    code: 'person-unknown',
    message: `the model has no person \`${word}\``,
    hint: near === undefined ? 'write a `definePerson` first' : `did you mean \`${near}\`?`,
  })
}

/** The name of the user that a word means: of a person of the model by id, else the word itself. */
export function userNamed(model: Model, word: string): string {
  return model.people.find(({ id }) => id === word)?.userName ?? word
}
