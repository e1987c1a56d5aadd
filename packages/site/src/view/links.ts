import { makeSlugs } from './slug.ts'

/** A text that leads to another page. */
export interface Link {
  readonly text: string
  readonly href: string
}

/** The kinds of thing that have a page each; also the names of their folders. */
export type PageKind = 'roles' | 'tasks' | 'policies' | 'people' | 'accounts' | 'reviews'

/** Addresses of all pages under one base. */
export interface Links {
  /** The address of a page of its own, such as `matrix/`; the base itself for the empty string. */
  page(path: string): string
  /** The last part of the address of one thing. */
  slug(kind: PageKind, id: string): string
  /** The address of one thing's page, or undefined if it has none. */
  to(kind: PageKind, id: string): string | undefined
  /** Text and address of one thing; the address of the list of its kind if it has no page. */
  link(kind: PageKind, id: string, text: string): Link
}

/**
 * Makes the addresses of everything that has a page. `base` begins and ends with a slash; `shown` is what a reader may see of an id,
 * since an address shows it too.
 */
export function makeLinks(
  base: string,
  ids: Readonly<Record<PageKind, readonly string[]>>,
  shown: (id: string) => string,
): Links {
  const slugs = {
    roles: makeSlugs(ids.roles, shown),
    tasks: makeSlugs(ids.tasks, shown),
    policies: makeSlugs(ids.policies, shown),
    people: makeSlugs(ids.people, shown),
    accounts: makeSlugs(ids.accounts, shown),
    reviews: makeSlugs(ids.reviews, shown),
  }
  const page = (path: string): string => `${base}${path}`
  const to = (kind: PageKind, id: string): string | undefined => {
    const slug = slugs[kind].get(id)
    return slug === undefined ? undefined : page(`${kind}/${slug}/`)
  }
  return {
    page,
    to,
    slug: (kind, id) => slugs[kind].get(id) ?? '',
    link: (kind, id, text) => ({ text, href: to(kind, id) ?? page(`${kind}/`) }),
  }
}
