import { showDay } from '../../src/view/format-date.ts'
import type { PastData } from '../../src/view/past-data.ts'
import { readAddress, writeAddress } from './address.ts'
import { type Difference, differenceTable } from './differences.ts'
import { link, make } from './dom.ts'
import { Grid } from './grid.ts'
import type { GridCell } from './grid-content.ts'
import { levelClass, levelWords } from './levels.ts'
import { load } from './load.ts'
import { type AccountThen, accountAt } from './past-at.ts'

const FIELDS = ['date', 'against', 'account', 'q'] as const

/** The matrix on a past date, and what changed between two. The dates stand in the address. */
class AsOf extends HTMLElement {
  private grid: Grid | undefined

  connectedCallback(): void {
    const form = this.querySelector('form')
    const scroller = this.querySelector<HTMLElement>('[data-scroller]')
    const table = this.querySelector('table')
    if (form === null || scroller === null || table === null) return
    this.grid = new Grid(scroller, table)
    void this.open(form)
  }

  private async open(form: HTMLFormElement): Promise<void> {
    let data: PastData
    try {
      data = await load<PastData>(`${this.dataset['base'] ?? '/'}data/as-of.json`)
    } catch {
      this.piece('[data-told]').replaceChildren(
        make('p', { class: 'rw-bad', role: 'alert' }, 'The past can’t be loaded: reload the page to try again.'),
      )
      return
    }
    const account = form.querySelector('select')
    account?.replaceChildren(...data.accounts.map(({ id, title }) => make('option', { value: id }, title)))
    const address = readAddress()
    for (const field of FIELDS) {
      const input = form.elements.namedItem(field)
      const value = address.get(field)
      if (value === null || !(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) continue
      if (input instanceof HTMLSelectElement && !data.accounts.some(({ id }) => id === value)) continue
      input.value = value
    }
    form.addEventListener('submit', (event) => event.preventDefault())
    form.addEventListener('input', () => {
      const asked = read(form)
      writeAddress({ ...asked, account: asked.account === data.accounts[0]?.id ? '' : asked.account })
      this.show(data, asked)
    })
    this.show(data, read(form))
  }

  private piece(selector: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(selector)
    if (found === null) throw new Error(`the page has no ${selector}`)
    return found
  }

  private show(data: PastData, asked: Asked): void {
    const account = data.accounts.findIndex(({ id }) => id === asked.account)
    const shown = accountAt(data, { account, day: asked.date })
    const against = asked.against === '' ? undefined : accountAt(data, { account, day: asked.against })
    this.piece('[data-told]').replaceChildren(
      ...told(data, shown, asked.date),
      ...(against === undefined ? [] : told(data, against, asked.against)),
    )
    const words = asked.q.trim().toLowerCase()
    const groups = data.groups
      .map(({ name, role }, number) => ({ number, text: role?.text ?? name, href: role?.href ?? '', name }))
      .filter(({ text, name }) => `${text} ${name}`.toLowerCase().includes(words))
    this.drawMatrix(data, shown, groups)
    const box = this.piece('[data-differences]')
    box.hidden = against === undefined
    const differences = against === undefined ? [] : differencesOf(data, { a: against, b: shown, groups })
    if (against !== undefined) {
      box.replaceChildren(
        make('h2', {}, `What changed from ${showDay(asked.against).text} to ${showDay(asked.date).text}`),
        differences.length === 0
          ? make('p', { class: 'none' }, 'No group could do anything else.')
          : differenceTable(differences, {
              label: 'What changed between the two dates',
              a: showDay(asked.against).text,
              b: showDay(asked.date).text,
            }),
      )
    }
    this.piece('[data-members]').replaceChildren(members(data, { shown, against, groups }))
    const there = groups.filter(({ number }) => shown.groups.has(number)).length
    this.piece('output').textContent =
      `${there} ${there === 1 ? 'group' : 'groups'}${against === undefined ? '' : `, ${differences.length} ${differences.length === 1 ? 'difference' : 'differences'}`}`
    this.dataset['ready'] = `${asked.account} ${asked.date} ${asked.against}`
  }

  private drawMatrix(data: PastData, shown: AccountThen, groups: readonly ShownGroup[]): void {
    const rows = groups.filter(({ number }) => shown.groups.has(number))
    const columns = data.services.flatMap((service, number) =>
      rows.some((row) => (shown.groups.get(row.number)?.[number] ?? '-') !== '-') ? [{ ...service, number }] : [],
    )
    this.grid?.show({
      corner: { text: 'Role' },
      columns: columns.map(({ name, prefix }) => ({ text: name, title: prefix })),
      rows: rows.map((row, index) => ({
        kind: 'row',
        row: index,
        head: { text: row.text, href: row.href, title: row.name },
      })),
      cell: (row, column): GridCell => {
        const code = shown.groups.get(rows[row]?.number ?? -1)?.[columns[column]?.number ?? -1] ?? '-'
        return { text: code === '-' ? '' : code.toUpperCase(), words: levelWords(code), kind: levelClass(code) }
      },
    })
  }
}

interface Asked {
  readonly date: string
  readonly against: string
  readonly account: string
  readonly q: string
}

interface ShownGroup {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly href: string
}

function read(form: HTMLFormElement): Asked {
  const data = new FormData(form)
  const text = (name: string): string => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  return { date: text('date'), against: text('against'), account: text('account'), q: text('q') }
}

/** Which state is shown, and what the history can't tell about the time since. */
function told(data: PastData, shown: AccountThen, day: string): readonly Node[] {
  if (shown.point === undefined) {
    const first = data.points[0]?.at
    const known =
      first === undefined ? 'It holds no state.' : `The first state that it holds is of ${showDay(first).text}.`
    return [
      make(
        'p',
        { class: 'rw-hint' },
        `The history can’t tell what this account allowed on ${day === '' ? 'no date' : showDay(day).text}. ${known}`,
      ),
    ]
  }
  const notes = shown.notes.map(({ text, run }) => make('li', {}, link(run.text, run.href), `: ${text}`))
  return [
    make(
      'p',
      {},
      `On ${showDay(day).text}: as left by the run of `,
      link(shown.point.run.text || shown.point.at, shown.point.run.href),
      '.',
    ),
    ...(notes.length === 0
      ? []
      : [
          make(
            'p',
            { class: 'rw-hint' },
            'Since that run the account was changed or found changed, and what it allowed then is not stored:',
          ),
          make('ul', { class: 'rw-lines' }, ...notes),
        ]),
  ]
}

function differencesOf(
  data: PastData,
  { a, b, groups }: { readonly a: AccountThen; readonly b: AccountThen; readonly groups: readonly ShownGroup[] },
): readonly Difference[] {
  return groups.flatMap((group) =>
    data.services.flatMap((service, number): Difference[] => {
      const codes = {
        a: a.groups.get(group.number)?.[number] ?? '-',
        b: b.groups.get(group.number)?.[number] ?? '-',
      }
      return codes.a === codes.b ? [] : [{ role: group, service, ...codes, differs: true }]
    }),
  )
}

/** The people of each group, and who came and went where two dates are held against each other. */
function members(
  data: PastData,
  given: {
    readonly shown: AccountThen
    readonly against: AccountThen | undefined
    readonly groups: readonly ShownGroup[]
  },
): Node {
  const { shown, against, groups } = given
  const rows = groups.flatMap((group) => {
    const now = new Set(inGroup(shown, group.number))
    const before = new Set(inGroup(against, group.number))
    const came = against === undefined ? [] : [...now].filter((user) => !before.has(user))
    const left = [...before].filter((user) => !now.has(user))
    if (against === undefined ? now.size === 0 : came.length + left.length === 0) return []
    const cells = against === undefined ? [people(data, [...now])] : [people(data, came), people(data, left)]
    return [
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, link(group.text, group.href)),
        ...cells.map((cell) => make('td', {}, cell)),
      ),
    ]
  })
  if (rows.length === 0) return make('p', { class: 'none' }, against === undefined ? 'nobody' : 'the same people')
  const heads = against === undefined ? ['Role', 'People'] : ['Role', 'Came', 'Left']
  const label = 'People in groups'
  return make(
    'div',
    { class: 'rw-scroll tall', tabindex: '0', role: 'region', 'aria-label': label },
    make(
      'table',
      { class: 'rw-table' },
      make('caption', { class: 'sr-only' }, label),
      make('thead', {}, make('tr', {}, ...heads.map((text) => make('th', { scope: 'col' }, text)))),
      make('tbody', {}, ...rows),
    ),
  )
}

function inGroup(state: AccountThen | undefined, group: number): readonly number[] {
  return [...(state?.users ?? [])].flatMap(([user, held]) => (held.includes(group) ? [user] : []))
}

const NAMED = 40

function people(data: PastData, users: readonly number[]): Node {
  if (users.length === 0) return make('span', { class: 'none' }, 'nobody')
  const items = users.slice(0, NAMED).map((user) => {
    const { name, person } = data.users[user] ?? { name: '', person: null }
    return make('li', {}, link(person?.text ?? name, person?.href))
  })
  if (users.length > NAMED) items.push(make('li', { class: 'quiet' }, `and ${users.length - NAMED} more`))
  return make('ul', { class: 'rw-inline' }, ...items)
}

if (customElements.get('rw-as-of') === undefined) customElements.define('rw-as-of', AsOf)
