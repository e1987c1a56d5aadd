import { checkElements, checkStrings, GrammarFault, type Path, wrongType } from './grammar.ts'
import { isJsonObject, type JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

const kinds: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])

/** Checks a Principal or NotPrincipal: `"*"`, or kinds of principals with at least one each. */
export function checkPrincipal(principal: JsonValue, path: Path): void {
  if (typeof principal === 'string') {
    if (principal === '*') return
    throw new GrammarFault({
      code: 'invalid-principal',
      message: `${shorten(principal)} is not a principal`,
      path,
      hint: 'name its kind, as in `{ "AWS": "arn:aws:iam::111122223333:root" }`',
    })
  }
  if (!isJsonObject(principal)) throw wrongType(path, '`"*"` or an object of principals', principal)
  checkElements(principal, kinds, path)
  if (Object.keys(principal).length === 0) {
    throw new GrammarFault({
      code: 'invalid-principal',
      message: 'the principal is empty',
      path,
      hint: 'name at least one, as in `{ "Service": "ec2.amazonaws.com" }`',
    })
  }
  for (const [kind, names] of Object.entries(principal)) {
    checkStrings(names, () => [...path, kind], emptyName)
  }
}

function emptyName(name: string, path: () => Path): GrammarFault | undefined {
  if (name !== '') return undefined
  return new GrammarFault({
    code: 'invalid-principal',
    message: 'a principal is an empty string',
    path: path(),
    hint: 'name the account, role, user or service, or leave it out',
  })
}
