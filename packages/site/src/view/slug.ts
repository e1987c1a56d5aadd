import { createHash } from 'node:crypto'

const MAX_LENGTH = 60
// Names that hosts or the builder itself give a meaning to.
const RESERVED: ReadonlySet<string> = new Set(['', 'index', '404', 'con', 'nul', 'aux', 'prn'])

/**
 * A name for each id that is safe as one segment of an address: only `a` to `z`, digits and single hyphens, at most 69 characters.
 *
 * Ids that would come out the same, empty, cut or reserved carry the start of their SHA-256, so no two share an address and none
 * leaves its folder. `shown` is what a reader may see of an id.
 *
 * @example
 * ```ts
 * makeSlugs(['PowerUserExampleCorp', '../etc']).get('PowerUserExampleCorp') // 'power-user-example-corp'
 * ```
 */
export function makeSlugs(
  ids: Iterable<string>,
  shown: (id: string) => string = (id) => id,
): ReadonlyMap<string, string> {
  const unique = [...new Set(ids)].toSorted()
  const plain = unique.map((id) => ({ id, slug: plainSlug(shown(id)) }))
  const count = new Map<string, number>()
  for (const { slug } of plain) count.set(slug, (count.get(slug) ?? 0) + 1)
  return new Map(
    plain.map(({ id, slug }) => {
      const ambiguous = RESERVED.has(slug) || slug.length > MAX_LENGTH || (count.get(slug) ?? 0) > 1
      return [id, ambiguous ? withHash(id, slug) : slug]
    }),
  )
}

function plainSlug(id: string): string {
  return id
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

function withHash(id: string, slug: string): string {
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 8)
  const start = slug.slice(0, MAX_LENGTH).replace(/-$/, '')
  return start === '' ? hash : `${start}-${hash}`
}
