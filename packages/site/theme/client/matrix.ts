import { readAddress, writeAddress } from './address.ts'
import { Grid } from './grid.ts'
import { matrixContent, type MatrixParts, type MatrixState } from './matrix-content.ts'
import { matrixFiles } from './matrix-data.ts'

const VIEWS = ['services', 'tasks', 'people'] as const
const SORTS = ['model', 'name', 'reach', 'people'] as const
const GROUPS = ['none', 'department', 'owner'] as const
/** Columns differ from view to view: what one was sorted by is gone in another. */
const UNSORTED = { by: '', turned: false } as const

/** The matrix: what is shown follows from its controls, and the controls stand in the address. */
class RoleMatrix extends HTMLElement {
  private state: MatrixState = stateOf(new URLSearchParams())
  private parts: MatrixParts | undefined
  private grid: Grid | undefined
  private asked = 0

  connectedCallback(): void {
    const scroller = this.querySelector<HTMLElement>('[data-scroller]')
    const table = this.querySelector('table')
    if (scroller === null || table === null) return
    this.state = stateOf(readAddress())
    if (!this.hasChoice('account', this.state.account)) this.state = { ...this.state, account: '' }
    this.fillControls()
    for (const input of this.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-state]')) {
      input.addEventListener('input', () => this.change(readControls(this, this.state)))
    }
    for (const tab of this.querySelectorAll<HTMLAnchorElement>('a[data-view]')) {
      tab.addEventListener('click', (event) => {
        event.preventDefault()
        this.change(
          { ...this.state, ...UNSORTED, view: choice(VIEWS, tab.dataset['view']), service: '', rows: '', columns: '' },
          true,
        )
      })
    }
    this.querySelector('[data-back]')?.addEventListener('click', () =>
      this.change({ ...this.state, ...UNSORTED, service: '', columns: '' }, true),
    )
    this.grid = new Grid(scroller, table)
    void this.refresh()
  }

  private hasChoice(name: string, value: string): boolean {
    const options = this.querySelector<HTMLSelectElement>(`select[data-state="${name}"]`)?.options ?? []
    return [...options].some((option) => option.value === value)
  }

  private change(state: MatrixState, refill = false): void {
    this.state = state
    if (refill) this.fillControls()
    writeAddress(addressOf(state))
    if (!this.draw()) void this.refresh()
  }

  /** Draws at once when everything needed is there: as one types, nothing is waited for. */
  private draw(): boolean {
    const { state, parts } = this
    if (parts === undefined || !isEnough(state, parts)) return false
    const content = matrixContent(state, parts, (next, refill) => this.change(next, refill))
    this.grid?.show(content)
    const rows = content.rows.filter(({ kind }) => kind === 'row').length
    this.say(
      `${rows} ${rows === 1 ? 'row' : 'rows'}, ${content.columns.length} ${content.columns.length === 1 ? 'column' : 'columns'}`,
    )
    this.dataset['ready'] = state.service === '' ? state.view : `service ${state.service}`
    for (const part of this.querySelectorAll<HTMLElement>('[data-only]')) {
      const shown = (part.dataset['only'] ?? '').split(' ')
      part.hidden = !shown.includes(state.service === '' ? state.view : 'actions')
    }
    for (const tab of this.querySelectorAll('a[data-view]')) {
      if (tab.getAttribute('data-view') === state.view) tab.setAttribute('aria-current', 'true')
      else tab.removeAttribute('aria-current')
    }
    const zoomed = this.querySelector('[data-zoomed]')
    if (zoomed !== null)
      zoomed.textContent = parts.service === undefined ? '' : `${parts.service.name}, action by action`
    return true
  }

  private async refresh(): Promise<void> {
    const round = ++this.asked
    const files = matrixFiles(this.dataset['base'] ?? '/')
    const { state } = this
    try {
      const [matrix, levels, people, service] = await Promise.all([
        files.matrix(),
        state.account === '' ? undefined : files.levels(),
        state.view === 'people' ? files.people() : undefined,
        state.service === '' ? undefined : files.service(state.service),
      ])
      if (round !== this.asked) return
      this.parts = { matrix, levels, people, service }
      this.draw()
    } catch {
      if (round === this.asked) this.say('This part of the matrix can’t be loaded: reload the page to try again.')
    }
  }

  private say(text: string): void {
    const output = this.querySelector('output')
    if (output !== null) output.textContent = text
  }

  private fillControls(): void {
    const values = Object.entries(this.state)
    for (const input of this.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-state]')) {
      const value = values.find(([key]) => key === input.dataset['state'])?.[1]
      if (input instanceof HTMLInputElement && input.type === 'checkbox') input.checked = value === true
      else input.value = String(value)
    }
  }
}

function isEnough(state: MatrixState, parts: MatrixParts): boolean {
  return (
    (state.account === '' || parts.levels !== undefined) &&
    (state.view !== 'people' || parts.people !== undefined) &&
    state.service === (parts.service?.service ?? '')
  )
}

function stateOf(address: URLSearchParams): MatrixState {
  const account = address.get('account') ?? ''
  const service = address.get('service') ?? ''
  const view = choice(VIEWS, address.get('view'))
  return {
    view,
    rows: address.get('rows') ?? '',
    columns: address.get('columns') ?? '',
    all: address.get('all') === '1',
    sort: choice(SORTS, address.get('sort')),
    by: (address.get('by') ?? '').slice(0, 200),
    turned: address.get('turned') === '1',
    group: choice(GROUPS, address.get('group')),
    account,
    service: view === 'services' && /^[\w-]{1,64}$/.test(service) ? service : '',
  }
}

function addressOf(state: MatrixState): Readonly<Record<string, string>> {
  return {
    view: state.view === 'services' ? '' : state.view,
    rows: state.rows,
    columns: state.columns,
    all: state.all ? '1' : '',
    sort: state.sort === 'model' ? '' : state.sort,
    by: state.by,
    turned: state.turned ? '1' : '',
    group: state.group === 'none' ? '' : state.group,
    account: state.account,
    service: state.service,
  }
}

function readControls(matrix: HTMLElement, before: MatrixState): MatrixState {
  const value = (name: string): string =>
    matrix.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-state="${name}"]`)?.value ?? ''
  const sort = choice(SORTS, value('sort'))
  return {
    ...before,
    // Another order is wanted than the one by a column.
    ...(sort === before.sort ? {} : UNSORTED),
    rows: value('rows'),
    columns: value('columns'),
    all: matrix.querySelector<HTMLInputElement>('[data-state="all"]')?.checked === true,
    sort,
    group: choice(GROUPS, value('group')),
    account: value('account'),
  }
}

function choice<T extends string>(all: readonly [T, ...T[]], wanted: string | null | undefined): T {
  return all.find((one) => one === wanted) ?? all[0]
}

if (customElements.get('rw-matrix') === undefined) customElements.define('rw-matrix', RoleMatrix)
