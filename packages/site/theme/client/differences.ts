import { link, make } from './dom.ts'
import { levelClass, levelWords } from './levels.ts'

/** One thing that two sides hold differently. */
export interface Difference {
  readonly role?: { readonly text: string; readonly href: string }
  readonly service: { readonly prefix: string; readonly name: string }
  /** Codes of levels, `-` for none. */
  readonly a: string
  readonly b: string
  /** Whether the sides differ, in their levels or in single actions. */
  readonly differs: boolean
  /** Fills in what differs action by action, when somebody opens it. */
  readonly actions?: () => Promise<Node>
}

const LISTED = 200

/** A table of differences, both sides beside each other; long ones show more on demand. */
export function differenceTable(
  differences: readonly Difference[],
  { label, a, b }: { readonly label: string; readonly a: string; readonly b: string },
): HTMLElement {
  const roles = differences.some(({ role }) => role !== undefined)
  const heads = [...(roles ? ['Role'] : []), 'Service', a, b].map((text) => make('th', { scope: 'col' }, text))
  const body = make('tbody', {}, ...differences.slice(0, LISTED).map((one) => row(one, roles)))
  const table = make(
    'div',
    { class: 'rw-scroll', tabindex: '0', role: 'region', 'aria-label': label },
    make(
      'table',
      { class: 'rw-table rw-differences' },
      make('caption', { class: 'sr-only' }, label),
      make('thead', {}, make('tr', {}, ...heads)),
      body,
    ),
  )
  if (differences.length <= LISTED) return table
  const more = make('button', { type: 'button', class: 'rw-button' }, `Show all ${differences.length}`)
  more.addEventListener('click', () => {
    body.append(...differences.slice(LISTED).map((one) => row(one, roles)))
    more.remove()
  })
  return make('div', {}, table, more)
}

function row(one: Difference, roles: boolean): HTMLElement {
  const named = [one.service.name, ' ', make('code', { class: 'quiet' }, one.service.prefix)]
  const service = roles ? make('td', {}, ...named) : make('th', { scope: 'row' }, ...named)
  if (one.actions !== undefined) {
    const { actions } = one
    const details = make('details', {}, make('summary', {}, 'Actions'))
    details.addEventListener('toggle', () => {
      if (details.open && details.children.length === 1)
        void actions().then(
          (node) => details.append(node),
          () => details.append(make('p', { class: 'rw-bad' }, 'The actions can’t be loaded.')),
        )
    })
    service.append(details)
  }
  return make(
    'tr',
    {},
    ...(roles ? [make('th', { scope: 'row' }, link(one.role?.text ?? '', one.role?.href))] : []),
    service,
    make('td', {}, level(one.a)),
    make('td', {}, level(one.b)),
  )
}

function level(code: string): Node {
  const words = levelWords(code)
  if (code === '-') return make('span', { class: 'none' }, words)
  return make(
    'span',
    {},
    make('span', { class: `rw-level ${levelClass(code)}`, 'aria-hidden': 'true' }, code.toUpperCase()),
    ` ${words}`,
  )
}
