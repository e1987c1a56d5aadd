import type { HistoryIndex } from '../../src/files/history-index.ts'
import { readAddress, writeAddress } from './address.ts'
import { make } from './dom.ts'
import { load } from './load.ts'

const FIELDS = ['q', 'kind', 'account', 'role', 'person', 'from', 'until'] as const
type Wanted = Readonly<Record<(typeof FIELDS)[number], string>>
type ShortRun = HistoryIndex['runs'][number]

const LISTED = 200

/** Filters all runs of the history, not only those of one page; without a filter the page stands as it was built. */
class AuditHistory extends HTMLElement {
  private round = 0

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    const address = readAddress()
    for (const field of FIELDS) {
      const input = form.elements.namedItem(field)
      if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement)
        input.value = address.get(field) ?? ''
    }
    form.addEventListener('submit', (event) => event.preventDefault())
    form.addEventListener('input', () => void this.filter(form))
    form.addEventListener('focusin', () => void this.names(), { once: true })
    if (FIELDS.some((field) => address.has(field))) void this.filter(form)
  }

  private index(): Promise<HistoryIndex> {
    return load(`${this.dataset['base'] ?? '/'}data/history.json`)
  }

  private async names(): Promise<void> {
    const { roles, people } = await this.index()
    for (const [id, names] of [
      ['history-roles', roles],
      ['history-people', people],
    ] as const) {
      const options = names
        .toSorted()
        .slice(0, 500)
        .map((value) => make('option', { value }))
      this.querySelector(`#${id}`)?.replaceChildren(...options)
    }
  }

  private async filter(form: HTMLFormElement): Promise<void> {
    const round = ++this.round
    const data = new FormData(form)
    const text = (field: string): string => {
      const value = data.get(field)
      return typeof value === 'string' ? value : ''
    }
    const wanted: Wanted = {
      q: text('q'),
      kind: text('kind'),
      account: text('account'),
      role: text('role'),
      person: text('person'),
      from: text('from'),
      until: text('until'),
    }
    writeAddress(wanted)
    const filtered = Object.values(wanted).some((value) => value.trim() !== '')
    const output = this.querySelector('output')
    const results = this.querySelector('[data-results]')
    const all = this.querySelector<HTMLElement>('[data-all]')
    if (results === null || output === null || all === null) return
    if (!filtered) {
      results.replaceChildren()
      output.textContent = ''
      all.hidden = false
      return
    }
    try {
      const index = await this.index()
      if (round !== this.round) return
      const runs = runsThatFit(index, wanted)
      output.textContent = `${runs.length} of ${index.runs.length} runs`
      results.replaceChildren(...(runs.length === 0 ? [nothing()] : [table(runs.slice(0, LISTED))]))
      if (runs.length > LISTED)
        results.append(
          make('p', { class: 'rw-note' }, `The newest ${LISTED} are shown: narrow the filter to see others.`),
        )
      all.hidden = true
    } catch {
      output.textContent = 'The history can’t be loaded: reload the page to try again.'
    }
  }
}

function runsThatFit(index: HistoryIndex, wanted: Wanted): readonly ShortRun[] {
  const words = wanted.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const roles = numbersOf(index.roles, wanted.role)
  const people = numbersOf(index.people, wanted.person)
  const person = wanted.person.trim().toLowerCase()
  return index.runs.filter((run) => {
    const day = run.at.slice(0, 10)
    const text = `${run.text} ${run.word} ${run.summary} ${run.account} ${run.who} ${run.by}`.toLowerCase()
    return (
      words.every((word) => text.includes(word)) &&
      (wanted.kind === '' || run.kind === wanted.kind) &&
      (wanted.account === '' || run.account === wanted.account) &&
      (wanted.from === '' || day >= wanted.from) &&
      (wanted.until === '' || day <= wanted.until) &&
      (roles === undefined || run.roles.some((number) => roles.has(number))) &&
      (people === undefined ||
        run.people.some((number) => people.has(number)) ||
        `${run.who} ${run.by}`.toLowerCase().includes(person))
    )
  })
}

/** The numbers of names that hold a text; undefined when nothing is asked. */
function numbersOf(names: readonly string[], text: string): ReadonlySet<number> | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return undefined
  return new Set(names.flatMap((name, number) => (name.toLowerCase().includes(word) ? [number] : [])))
}

function nothing(): HTMLElement {
  return make(
    'div',
    { class: 'rw-empty' },
    make('p', { class: 'title' }, 'No run fits'),
    make('p', {}, 'Take a filter away to see more.'),
  )
}

function table(runs: readonly ShortRun[]): HTMLElement {
  const heads = ['When', 'What', 'Account', 'Who'].map((text) =>
    make('th', { scope: 'col', role: 'columnheader' }, text),
  )
  const rows = runs.map((run) =>
    make(
      'tr',
      { role: 'row' },
      make(
        'td',
        { class: 'date', role: 'cell' },
        make('a', { href: run.href }, make('time', { datetime: run.at }, run.text)),
      ),
      make(
        'th',
        { scope: 'row', role: 'rowheader', class: 'summary' },
        make('span', { class: `rw-tag kind-${run.kind}` }, run.word),
        ` ${run.summary}`,
      ),
      make('td', { class: 'account', role: 'cell' }, run.account),
      make(
        'td',
        { class: 'who', role: 'cell' },
        make('span', {}, run.who),
        make('code', { class: 'quiet' }, run.principal),
      ),
    ),
  )
  const label = 'Runs that fit, newest first'
  return make(
    'div',
    { class: 'rw-scroll', tabindex: '0', role: 'region', 'aria-label': label },
    make(
      'table',
      { class: 'rw-table rw-runs', role: 'table' },
      make('caption', { class: 'sr-only' }, label),
      make('thead', { role: 'rowgroup' }, make('tr', { role: 'row' }, ...heads)),
      make('tbody', { role: 'rowgroup' }, ...rows),
    ),
  )
}

if (customElements.get('rw-history') === undefined) customElements.define('rw-history', AuditHistory)
