/** So long that an import of one name still stands on a line. */
const LONGEST = 40

/** What no file may be called on Windows, whatever its ending. */
export const DEVICES: readonly string[] = [
  'con',
  'prn',
  'aux',
  'nul',
  ...['com', 'lpt'].flatMap((port) => Array.from({ length: 9 }, (_, index) => `${port}${index + 1}`)),
]

/** What TypeScript keeps for itself, and what the written files import. */
const RESERVED = new Set(
  `abstract allow any arguments as async await awsManaged bigint boolean break case catch class const constructor continue debugger declare
  default defineAccount defineConfig defineModel definePerson definePolicy defineRole defineTask delete deny do else enum eval export extends
  false finally for from function get if implements import in infer infinity instanceof interface is keyof let model module namespace nan
  never new null number object of package people private protected public readonly require return set static string super suppress suppressions
  switch symbol this throw true try type typeof undefined unique unknown unlisted var void while with yield`.split(
    /\s+/,
  ),
)

/**
 * A name's words in lower case: `EC2ReadOnly`, `ec2_read.only` and `EC2 Read-Only` are all `ec2`, `read`, `only`. Letters and digits of ASCII
 * alone, so that what is made of them can be a file name or an identifier whatever the name holds.
 */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFKD')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
}

/** An id out of a name: `DataScientists` is `data-scientists`; `fallback` where nothing of it is left. */
export function idOf(name: string, fallback: string): string {
  const id = wordsOf(name)
    .join('-')
    .toLowerCase()
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '')
  return id === '' ? fallback : id
}

/** A title out of a name, its words as they are spelled there: `EC2ReadOnly` is `EC2 Read Only`. */
export function titleOf(name: string): string {
  const title = wordsOf(name).join(' ')
  return title === '' ? name : title.charAt(0).toUpperCase() + title.slice(1)
}

/** An identifier out of an id: `data-scientists` is `dataScientists`. */
export function identifierOf(id: string, kind: string): string {
  const [first = '', ...rest] = id.split('-')
  const joined = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  if (!/^[a-z]/.test(joined)) return `${kind}${joined.charAt(0).toUpperCase()}${joined.slice(1)}`
  return RESERVED.has(joined) ? `${joined}${kind.charAt(0).toUpperCase()}${kind.slice(1)}` : joined
}

/** Gives each name once, without regard to case: the second of one gets a number. */
export function distinct(taken: Iterable<string> = [], separator = '-'): (wanted: string) => string {
  const given = new Set([...taken].map((name) => name.toLowerCase()))
  return (wanted) => {
    let name = wanted
    for (let number = 2; given.has(name.toLowerCase()); number++) name = `${wanted}${separator}${number}`
    given.add(name.toLowerCase())
    return name
  }
}
