import { readAddress, writeAddress } from './address.ts'
import { comboBox } from './combo-box.ts'
import { link, make } from './dom.ts'
import type { Answer, Answers, Ask, Field, Possibly, Question, Reason, Suggestion, Told } from './who-can-messages.ts'

/** So many people are listed at first; a button shows the rest. */
const LISTED = 50

/** Asks a worker who may do something, and shows the answer with its reasons. The question stands in the address. */
class WhoCan extends HTMLElement {
  private readonly waiting = new Map<number, (told: Told) => void>()
  private worker: Worker | undefined
  private count = 0
  private round = 0

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    this.worker = new Worker(new URL('./who-can-worker.ts', import.meta.url), { type: 'module' })
    this.worker.addEventListener('message', (event: MessageEvent<Told>) => {
      this.waiting.get(event.data.id)?.(event.data)
      this.waiting.delete(event.data.id)
    })
    this.worker.addEventListener('error', () =>
      this.say('The evaluator can’t be loaded: reload the page to try again.'),
    )
    this.fill(readAddress())
    this.complete(this.field('action'), 'action')
    this.complete(this.field('resource'), 'resource')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.ask()
    })
    form.addEventListener('change', () => void this.ask())
    this.querySelector('[data-add]')?.addEventListener('click', () => this.addContext('', '').focus())
    addEventListener('popstate', () => this.fill(readAddress()))
    if (this.field('action').value !== '') void this.ask()
  }

  disconnectedCallback(): void {
    this.worker?.terminate()
  }

  private fill(address: URLSearchParams): void {
    this.field('action').value = address.get('action') ?? ''
    this.field('resource').value = address.get('resource') ?? ''
    const account = this.querySelector<HTMLSelectElement>('[name="account"]')
    const wanted = address.get('account')
    if (account !== null && [...account.options].some(({ value }) => value === wanted)) account.value = wanted ?? ''
    this.querySelector('[data-context]')?.replaceChildren()
    for (const pair of address.getAll('context')) {
      const at = pair.indexOf('=')
      this.addContext(at < 0 ? pair : pair.slice(0, at), at < 0 ? '' : pair.slice(at + 1))
    }
  }

  private field(name: string): HTMLInputElement {
    const found = this.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (found === null) throw new Error(`the page has no field ${name}`)
    return found
  }

  /** Adds a line for one value of the context, and gives its first field. */
  private addContext(key: string, value: string): HTMLInputElement {
    const keyField = make('input', {
      type: 'text',
      name: 'key',
      'aria-label': 'Condition key',
      placeholder: 'aws:SourceIp',
      autocomplete: 'off',
      spellcheck: 'false',
    })
    const valueField = make('input', {
      type: 'text',
      name: 'value',
      'aria-label': 'Value',
      placeholder: '192.0.2.10',
      autocomplete: 'off',
      spellcheck: 'false',
    })
    const remove = make('button', { type: 'button', class: 'rw-button' }, 'Remove')
    const row = make('div', { class: 'rw-pair' }, make('span', { class: 'combo' }, keyField), valueField, remove)
    remove.addEventListener('click', () => {
      row.remove()
      void this.ask()
    })
    keyField.value = key
    valueField.value = value
    this.querySelector('[data-context]')?.append(row)
    this.complete(keyField, 'key')
    return keyField
  }

  private complete(input: HTMLInputElement, field: Field): void {
    comboBox(input, async (text): Promise<readonly Suggestion[]> => {
      const told = await this.tell({
        kind: 'complete',
        data: this.data(),
        field,
        text,
        action: this.field('action').value,
      })
      return told.ok && 'suggestions' in told ? told.suggestions : []
    })
  }

  private data(): string {
    const account = this.querySelector<HTMLSelectElement>('[name="account"]')?.value ?? ''
    // A worker has no page whose address a relative one could follow.
    return new URL(`${this.dataset['base'] ?? '/'}data/who-can/${encodeURIComponent(account)}.json`, location.href).href
  }

  private question(): Question {
    const context = [...this.querySelectorAll('.rw-pair')].flatMap((row) => {
      const key = row.querySelector<HTMLInputElement>('[name="key"]')?.value.trim() ?? ''
      const value = row.querySelector<HTMLInputElement>('[name="value"]')?.value ?? ''
      return key === '' ? [] : [`${key}=${value}`]
    })
    return { action: this.field('action').value.trim(), resource: this.field('resource').value.trim(), context }
  }

  private async ask(): Promise<void> {
    const question = this.question()
    const round = ++this.round
    const select = this.querySelector<HTMLSelectElement>('[name="account"]')
    const account = select !== null && select.options.length > 1 ? select.value : ''
    writeAddress({ ...question, account: question.action === '' ? '' : account })
    delete this.dataset['answered']
    if (question.action === '') return
    const told = await this.tell({ kind: 'who-can', data: this.data(), question })
    if (round !== this.round) return
    if (told.ok && 'answers' in told) this.show(told.answers)
    else if (!told.ok) this.say(told.message)
    this.dataset['answered'] = JSON.stringify(question)
  }

  private tell(ask: WithoutId<Ask>): Promise<Told> {
    const id = ++this.count
    return new Promise((resolve) => {
      this.waiting.set(id, resolve)
      this.worker?.postMessage({ ...ask, id })
    })
  }

  private say(message: string): void {
    this.results(make('p', { class: 'rw-bad', role: 'alert' }, message))
  }

  private results(...nodes: readonly Node[]): void {
    this.querySelector('[data-results]')?.replaceChildren(...nodes)
  }

  private show(answers: Answers): void {
    const roles = answers.may.filter(({ kind }) => kind === 'group')
    const people = answers.may.filter(({ kind }) => kind === 'user')
    const { possibly } = answers
    const title = make(
      'h2',
      { id: 'answer', tabindex: '-1' },
      summary({ roles: roles.length, people: people.length, possibly: possibly.length }),
    )
    const examples = this.querySelector<HTMLElement>('[data-examples]')
    if (examples !== null) examples.hidden = true
    this.results(
      title,
      make(
        'p',
        { class: 'sub' },
        make('code', {}, answers.action),
        ' on ',
        make('code', {}, answers.resource),
        ' ',
        copyLink(),
      ),
      ...answers.notes.map((note) => make('p', { class: 'rw-hint' }, ...withCode(note))),
      ...section('Roles that may', roles, item),
      ...section('People who may', people, item),
      ...section(
        'Roles that may on some resources or under conditions',
        possibly.filter(({ kind }) => kind === 'group'),
        possiblyItem,
      ),
      ...section(
        'People who may on some resources or under conditions',
        possibly.filter(({ kind }) => kind === 'user'),
        possiblyItem,
      ),
      ...(answers.peopleNot > 0 && people.length + possibly.length > 0
        ? [
            make(
              'p',
              { class: 'rw-note' },
              `${answers.peopleNot} other ${answers.peopleNot === 1 ? 'person' : 'people'} may not.`,
            ),
          ]
        : []),
      ...(answers.mayNot.length === 0 ? [] : [refused(answers.mayNot)]),
    )
  }
}

/** A text's backticked words as code. */
function withCode(text: string): readonly (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? make('code', {}, part) : part))
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

function summary({ roles, people, possibly }: Readonly<Record<'roles' | 'people' | 'possibly', number>>): string {
  const rest = possibly === 0 ? '' : ' everywhere; some may on some resources or under conditions'
  if (roles === 0 && people === 0) return `Nobody may${rest}`
  return `${roles} ${roles === 1 ? 'role' : 'roles'} and ${people} ${people === 1 ? 'person' : 'people'} may${rest}`
}

/** The question stands in the address, so that its address is the answer's too. */
function copyLink(): Node {
  if (navigator.clipboard === undefined) return make('span')
  const button = make('button', { type: 'button', class: 'rw-button' }, 'Copy link')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href)
    button.textContent = 'Copied'
  }
  button.addEventListener('click', () => void copy())
  return button
}

function section<One>(title: string, answers: readonly One[], item: (answer: One) => Node): readonly Node[] {
  if (answers.length === 0) return []
  const list = make('ul', { class: 'rw-answers' }, ...answers.slice(0, LISTED).map(item))
  const rest = answers.slice(LISTED)
  if (rest.length === 0) return [make('h3', {}, title), list]
  const more = make('button', { type: 'button', class: 'rw-button' }, `Show ${rest.length} more`)
  more.addEventListener('click', () => {
    list.append(...rest.map(item))
    more.remove()
  })
  return [make('h3', {}, title), list, more]
}

function refused(answers: readonly Answer[]): Node {
  const denied = answers.filter(({ effect }) => effect === 'explicit-deny').length
  const title = `${answers.length} ${answers.length === 1 ? 'role' : 'roles'} may not${denied === 0 ? '' : `, ${denied} by a statement that denies it`}`
  return make(
    'details',
    { class: 'rw-refused' },
    make('summary', {}, title),
    make('ul', { class: 'rw-answers' }, ...answers.map(item)),
  )
}

function item(answer: Answer): HTMLElement {
  const word = answer.effect === 'allow' ? 'by ' : 'denied by '
  const why =
    answer.reasons.length > 0
      ? reasonLines(answer.reasons, answer.name, word)
      : [make('p', { class: 'sub' }, answer.near === '' ? 'no statement allows it' : answer.near)]
  return make('li', { class: answer.effect, 'data-name': answer.name }, link(answer.text, answer.href), ...why)
}

function possiblyItem({ name, text, href, example }: Possibly): HTMLElement {
  const why =
    example === undefined
      ? [make('p', { class: 'sub' }, 'can’t be told: the policies are more than could be searched')]
      : [
          make(
            'p',
            { class: 'sub' },
            'such as on ',
            make('code', {}, example.resource),
            ...example.context.flatMap((pair, index) => [index === 0 ? ' with ' : ' and ', make('code', {}, pair)]),
          ),
          ...reasonLines(example.reasons, name, 'by '),
        ]
  return make('li', { class: 'possibly', 'data-name': name }, link(text, href), ...why)
}

function reasonLines(reasons: readonly Reason[], name: string, word: string): readonly HTMLElement[] {
  return reasons
    .slice(0, 3)
    .map((reason) =>
      make(
        'p',
        { class: 'sub' },
        word,
        link(reason.policy, reason.href),
        reason.holder === name ? '' : ` of ${reason.holder}`,
        reason.statement === '' ? '' : `, statement ${reason.statement}`,
        reason.tasks.length === 0 ? '' : `, for ${reason.tasks.join(', ')}`,
        ...(reason.place === '' ? [] : [', ', make('code', {}, reason.place)]),
      ),
    )
}

if (customElements.get('rw-who-can') === undefined) customElements.define('rw-who-can', WhoCan)
