import type { PatternNumbers, ServiceActions } from '../../src/files/service-actions.ts'
import type { MatrixView } from '../../src/view/matrix-view.ts'
import { readAddress, writeAddress } from './address.ts'
import { type Difference, differenceTable } from './differences.ts'
import { make } from './dom.ts'
import { levelWords } from './levels.ts'
import { matrixFiles } from './matrix-data.ts'

/** What is compared; `a` and `b` are numbers of roles or accounts, `keys` what the address calls them whatever their order. */
interface Comparison {
  readonly what: 'roles' | 'accounts'
  readonly a: number
  readonly b: number
  readonly keys: { readonly a: string; readonly b: string }
  readonly q: string
  readonly same: boolean
}

/** Two roles or two accounts side by side. The comparison stands in the address. */
class CompareRoles extends HTMLElement {
  private round = 0

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    fillForm(form, readAddress())
    form.addEventListener('submit', (event) => event.preventDefault())
    form.addEventListener('input', () => void this.show(form))
    void this.show(form)
  }

  private async show(form: HTMLFormElement): Promise<void> {
    const round = ++this.round
    const wanted = readForm(form)
    const usual = wanted.what === 'roles' && wanted.a === 0 && wanted.b === 1
    writeAddress({
      what: wanted.what === 'roles' ? '' : wanted.what,
      a: usual ? '' : wanted.keys.a,
      b: usual ? '' : wanted.keys.b,
      q: wanted.q,
      same: wanted.same ? '1' : '',
    })
    for (const part of form.querySelectorAll<HTMLElement>('[data-only]'))
      part.hidden = part.dataset['only'] !== wanted.what
    const output = this.querySelector('output')
    const results = this.querySelector('[data-results]')
    if (output === null || results === null) return
    const files = matrixFiles(this.dataset['base'] ?? '/')
    try {
      const [matrix, patterns, levels] = await Promise.all([
        files.matrix(),
        files.patterns(),
        wanted.what === 'accounts' ? files.levels() : [],
      ])
      if (round !== this.round) return
      const found =
        wanted.what === 'roles'
          ? compareRoles(wanted, { matrix, patterns }, files.service)
          : compareAccounts(wanted, { matrix, patterns, levels }, files.service)
      const words = wanted.q.trim().toLowerCase()
      const shown = found.filter(({ role, service, differs }) => {
        const text = `${service.prefix} ${service.name} ${role?.text ?? ''}`.toLowerCase()
        return text.includes(words) && (wanted.same || differs)
      })
      const sides = namesOf(wanted, matrix)
      const differing = found.filter(({ differs }) => differs).length
      output.textContent = differing === 1 ? '1 difference' : `${differing} differences`
      const label = `${sides.a} and ${sides.b}`
      results.replaceChildren(
        shown.length === 0
          ? make(
              'div',
              { class: 'rw-empty' },
              make('p', { class: 'title' }, 'Nothing to show'),
              make(
                'p',
                {},
                found.length === 0 || differing > 0
                  ? 'Take the filter away to see more.'
                  : 'Both may do exactly the same.',
              ),
            )
          : differenceTable(shown, { label, ...sides }),
      )
      this.dataset['ready'] = `${wanted.what} ${wanted.a} ${wanted.b}`
    } catch {
      output.textContent = 'The comparison can’t be loaded: reload the page to try again.'
    }
  }
}

type LoadService = (prefix: string) => Promise<ServiceActions>

function compareRoles(
  wanted: Comparison,
  { matrix, patterns }: { readonly matrix: MatrixView; readonly patterns: PatternNumbers },
  load: LoadService,
): readonly Difference[] {
  const side = (role: number): Side => ({
    levels: matrix.rows[role]?.levels ?? '',
    patterns: patterns.all[role]?.split(' ').map(Number) ?? [],
  })
  return compareSides(side(wanted.a), side(wanted.b), { services: matrix.services, load })
}

function compareAccounts(
  wanted: Comparison,
  given: {
    readonly matrix: MatrixView
    readonly patterns: PatternNumbers
    readonly levels: readonly (readonly string[])[]
  },
  load: LoadService,
): readonly Difference[] {
  const { matrix, patterns, levels } = given
  const side = (account: number, role: number): Side => ({
    levels: levels[account]?.[role] ?? '',
    patterns: patterns.accounts[account]?.[role]?.split(' ').map(Number) ?? [],
  })
  return matrix.rows.flatMap(({ role }, number) =>
    compareSides(side(wanted.a, number), side(wanted.b, number), { services: matrix.services, load }).map(
      (difference) => ({ ...difference, role }),
    ),
  )
}

/** What one side may do: a code of its level, and the number of its pattern of actions, in each service. */
interface Side {
  readonly levels: string
  readonly patterns: readonly number[]
}

function compareSides(
  left: Side,
  right: Side,
  { services, load }: { readonly services: MatrixView['services']; readonly load: LoadService },
): readonly Difference[] {
  return services.flatMap((service, number): Difference[] => {
    const [a, b] = [left.levels[number] ?? '-', right.levels[number] ?? '-']
    if (a === '-' && b === '-') return []
    const [x, y] = [left.patterns[number] ?? 0, right.patterns[number] ?? 0]
    const actions = (): Promise<Node> => load(service.prefix).then((one) => actionLists(one, x, y))
    return [{ service, a, b, differs: x !== y, ...(x === y ? {} : { actions }) }]
  })
}

/** The actions that one side has and the other has not, or has otherwise. */
function actionLists(service: ServiceActions, a: number, b: number): Node {
  const [left = '', right = ''] = [service.patterns[a], service.patterns[b]]
  const lists: readonly (readonly [string, (x: string, y: string) => boolean])[] = [
    ['Only the first', (x, y) => x !== '-' && y === '-'],
    ['Only the second', (x, y) => x === '-' && y !== '-'],
    ['Both, but one only on named resources or under conditions', (x, y) => x !== y && x !== '-' && y !== '-'],
  ]
  const parts = lists.flatMap(([title, fits]) => {
    const names = service.actions.flatMap((action, index) => {
      const [x, y] = [left[index] ?? '-', right[index] ?? '-']
      if (!fits(x, y)) return []
      const words = levelWords(x === '-' ? y : x)
      return [make('li', {}, make('code', { title: words }, `${service.service}:${action}`))]
    })
    return names.length === 0 ? [] : [make('p', { class: 'sub' }, title), make('ul', { class: 'rw-codes' }, ...names)]
  })
  return parts.length === 0 ? make('p', { class: 'none' }, 'the same actions') : make('div', {}, ...parts)
}

function namesOf(wanted: Comparison, matrix: MatrixView): { readonly a: string; readonly b: string } {
  const name = (number: number): string =>
    (wanted.what === 'roles' ? matrix.rows[number]?.role.text : matrix.accounts[number]?.title) ?? ''
  return { a: name(wanted.a), b: name(wanted.b) }
}

function control(form: HTMLFormElement, name: string): HTMLInputElement | HTMLSelectElement | undefined {
  const found = form.elements.namedItem(name)
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement ? found : undefined
}

function fillForm(form: HTMLFormElement, address: URLSearchParams): void {
  const set = (name: string, value: string | null): void => {
    const found = control(form, name)
    if (found === undefined || value === null) return
    if (found instanceof HTMLInputElement || [...found.options].some((option) => option.value === value))
      found.value = value
  }
  set('what', address.get('what'))
  const what = control(form, 'what')?.value === 'accounts' ? 'account' : 'role'
  set(`a-${what}`, address.get('a'))
  set(`b-${what}`, address.get('b'))
  set('q', address.get('q'))
  const same = control(form, 'same')
  if (same instanceof HTMLInputElement) same.checked = address.get('same') === '1'
}

function readForm(form: HTMLFormElement): Comparison {
  const what = control(form, 'what')?.value === 'accounts' ? 'accounts' : 'roles'
  const side = what === 'accounts' ? 'account' : 'role'
  const same = control(form, 'same')
  const [a, b] = [control(form, `a-${side}`), control(form, `b-${side}`)]
  // The choices stand in the order of the data.
  const numberOf = (choice: typeof a): number => (choice instanceof HTMLSelectElement ? choice.selectedIndex : 0)
  return {
    what,
    a: numberOf(a),
    b: numberOf(b),
    keys: { a: a?.value ?? '', b: b?.value ?? '' },
    q: control(form, 'q')?.value ?? '',
    same: same instanceof HTMLInputElement && same.checked,
  }
}

if (customElements.get('rw-compare') === undefined) customElements.define('rw-compare', CompareRoles)
