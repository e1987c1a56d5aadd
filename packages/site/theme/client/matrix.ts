interface Service {
  readonly prefix: string
  readonly name: string
}

const LEVELS: Readonly<Record<string, string>> = {
  L: 'List',
  R: 'Read',
  T: 'Tagging',
  W: 'Write',
  P: 'Permissions management',
}

/** The matrix: filters of roles and services, all services on demand, and arrow keys from cell to cell. The view stays in the address. */
class RoleMatrix extends HTMLElement {
  connectedCallback(): void {
    const services: readonly Service[] = JSON.parse(this.dataset['services'] ?? '[]')
    const rows: readonly string[] = JSON.parse(this.dataset['rows'] ?? '[]')
    const table = this.querySelector<HTMLTableElement>('table[data-kind="services"]')
    const roles = this.querySelector<HTMLInputElement>('[data-filter="roles"]')
    const names = this.querySelector<HTMLInputElement>('[data-filter="services"]')
    if (table === null || roles === null || names === null) return
    const all = this.querySelector<HTMLInputElement>('[data-all]')
    const first = new Set([...table.querySelectorAll<HTMLElement>('thead th[title]')].map((head) => head.title))

    const show = (): void => {
      const word = names.value.trim().toLowerCase()
      const wanted = services
        .map((service, index) => ({ ...service, index }))
        .filter((service) =>
          word === ''
            ? all?.checked === true || first.has(service.prefix)
            : service.prefix.includes(word) || service.name.toLowerCase().includes(word),
        )
      this.columns(table, wanted, rows)
      const shown = this.roles(roles.value.trim().toLowerCase())
      const output = this.querySelector('output')
      if (output !== null)
        output.textContent = `${shown} of ${rows.length} roles, ${wanted.length} of ${services.length} services`
      this.address({ roles: roles.value, services: names.value, all: all?.checked === true ? '1' : '' })
    }

    const state = new URL(location.href).searchParams
    roles.value = state.get('roles') ?? ''
    names.value = state.get('services') ?? ''
    if (all !== null) all.checked = state.get('all') === '1'
    if (roles.value !== '' || names.value !== '' || all?.checked === true) show()
    for (const input of [roles, names, all]) input?.addEventListener('input', show)
    this.addEventListener('keydown', (event) => this.move(event))
    for (const one of this.querySelectorAll('table')) one.querySelector('tbody td')?.setAttribute('tabindex', '0')
  }

  /** Draws the columns wanted; what is there already is thrown away, which is faster than finding what changed. */
  private columns(
    table: HTMLTableElement,
    wanted: readonly (Service & { index: number })[],
    rows: readonly string[],
  ): void {
    const head = table.tHead?.rows[0]
    if (head === undefined) return
    head.replaceChildren(
      ...[...head.cells].slice(0, 1),
      ...wanted.map((service) => {
        const cell = document.createElement('th')
        cell.scope = 'col'
        cell.className = 'turned'
        cell.title = service.prefix
        const span = document.createElement('span')
        span.textContent = service.name
        cell.append(span)
        return cell
      }),
    )
    for (const [number, row] of [...(table.tBodies[0]?.rows ?? [])].entries()) {
      row.replaceChildren(
        ...[...row.cells].slice(0, 1),
        ...wanted.map((service) => drawCell(service, rows[number]?.[service.index] ?? '-')),
      )
    }
    table.querySelector('tbody td')?.setAttribute('tabindex', '0')
  }

  private roles(word: string): number {
    let shown = 0
    for (const table of this.querySelectorAll('table')) {
      shown = 0
      for (const row of table.tBodies[0]?.rows ?? []) {
        row.hidden = !(row.cells[0]?.textContent ?? '').toLowerCase().includes(word)
        if (!row.hidden) shown++
      }
    }
    return shown
  }

  private address(state: Readonly<Record<string, string>>): void {
    const address = new URL(location.href)
    for (const [key, value] of Object.entries(state)) {
      if (value === '') address.searchParams.delete(key)
      else address.searchParams.set(key, value)
    }
    if (address.href !== location.href) history.replaceState(null, '', address)
  }

  /** Arrow keys, Home and End move from cell to cell; hidden rows are passed over. */
  private move(event: KeyboardEvent): void {
    const from = event.target
    if (!(from instanceof HTMLTableCellElement) || !(from.parentElement instanceof HTMLTableRowElement)) return
    const rows = [...(from.closest('tbody')?.rows ?? [])].filter((row) => !row.hidden)
    const row = rows.indexOf(from.parentElement)
    const column = from.cellIndex
    const last = from.parentElement.cells.length - 1
    const targets: Readonly<Record<string, HTMLTableCellElement | undefined>> = {
      ArrowLeft: column > 1 ? rows[row]?.cells[column - 1] : undefined,
      ArrowRight: rows[row]?.cells[column + 1],
      ArrowUp: rows[row - 1]?.cells[column],
      ArrowDown: rows[row + 1]?.cells[column],
      Home: rows[row]?.cells[1],
      End: rows[row]?.cells[last],
    }
    const to = targets[event.key]
    if (to === undefined) return
    event.preventDefault()
    from.tabIndex = -1
    to.tabIndex = 0
    to.focus()
  }
}

function drawCell(service: Service, code: string): HTMLTableCellElement {
  const cell = document.createElement('td')
  const letter = code.toUpperCase()
  const level = LEVELS[letter]
  const hidden = document.createElement('span')
  hidden.className = 'sr-only'
  if (level === undefined) {
    cell.className = 'no'
    hidden.textContent = 'none'
    cell.append(hidden)
    return cell
  }
  const limited = code !== letter
  cell.className = `level-${letter}${limited ? ' limited' : ''}`
  cell.title = `${service.name}: ${level} at most${limited ? '; on named resources or under conditions' : ''}`
  const shown = document.createElement('span')
  shown.setAttribute('aria-hidden', 'true')
  shown.textContent = letter
  hidden.textContent = `${level}${limited ? ', limited' : ''}`
  cell.append(shown, hidden)
  return cell
}

if (customElements.get('rw-matrix') === undefined) customElements.define('rw-matrix', RoleMatrix)
