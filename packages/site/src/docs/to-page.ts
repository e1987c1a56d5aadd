/**
 * Makes a Markdown file into one of Starlight's pages: its first heading becomes the title, links to other Markdown files lead
 * to their pages, links out of the folder become plain text, and addresses from the root get the base.
 *
 * @example
 * ```ts
 * toPage('# Reviews\n\nSee [plans](plan.md#apply).', { name: 'review.md', base: '/' })
 * ```
 */
export function toPage(markdown: string, place: { readonly name: string; readonly base: string }): string {
  const { front, body } = splitFrontmatter(markdown)
  // Only at the start: further down, a line that begins so may stand in a block of code.
  const heading = /^\s*#\s+(.+?)\s*#*[^\S\n]*(?:\n|$)/.exec(body)
  const title = heading?.[1]?.replaceAll(/[`*]/g, '') ?? titleFromName(place.name)
  const withoutHeading =
    heading === null ? body : body.slice(0, heading.index) + body.slice(heading.index + heading[0].length)
  const fields = /^title:/m.test(front) ? front : `title: ${JSON.stringify(title)}\n${front}`
  return `---\n${fields}---\n${mapProse(withoutHeading, (text) => mendLinks(text, place))}`
}

function splitFrontmatter(markdown: string): { front: string; body: string } {
  const match = /^---\r?\n([\s\S]*?\n)?---\r?\n/.exec(markdown)
  return match === null
    ? { front: '', body: markdown }
    : { front: match[1] ?? '', body: markdown.slice(match[0].length) }
}

/** Changes what is not a block of code. */
function mapProse(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/(^(?:```|~~~)[\s\S]*?^(?:```|~~~)[^\n]*$)/m)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('')
}

function mendLinks(text: string, { name, base }: { name: string; base: string }): string {
  return text.replaceAll(
    /(!?)\[([^\]]*)\]\(([^)\s]+)([^)]*)\)/g,
    (all, bang: string, label: string, href: string, rest: string) => {
      if (/^(?:https?:|mailto:|#)/i.test(href)) return all
      if (bang === '!') return all
      if (href.startsWith('/')) return `[${label}](${base}${href.slice(1)}${rest})`
      const [path = '', anchor] = href.split('#')
      const target = resolvePath(name, path)
      if (target === undefined || !/(?:\.md|\/)$/.test(path)) return label
      const page = target
        .replace(/\.md$/, '')
        .replace(/(^|\/)index$/, '$1')
        .toLowerCase()
      return `[${label}](${base}docs/${page === '' ? '' : `${page.replace(/\/$/, '')}/`}${anchor === undefined ? '' : `#${anchor}`}${rest})`
    },
  )
}

/** The path that a link means, from the folder's root; undefined if it leads out of it or has another scheme. */
function resolvePath(from: string, href: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return undefined
  const parts = from.split('/').slice(0, -1)
  for (const part of href.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function titleFromName(name: string): string {
  const last = name.split('/').at(-1)?.replace(/\.md$/, '') ?? name
  return last.replaceAll(/[-_]/g, ' ').replace(/^./, (letter) => letter.toUpperCase())
}
