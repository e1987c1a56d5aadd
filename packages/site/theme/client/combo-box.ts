import { make } from './dom.ts'
import type { Suggestion } from './who-can-messages.ts'

let boxes = 0

/**
 * Gives a text field a list of suggestions, as the ARIA pattern of a combobox with a list has it: arrow keys choose, Enter takes,
 * Escape closes; whatever else is typed stands as it is.
 */
export function comboBox(input: HTMLInputElement, suggest: (text: string) => Promise<readonly Suggestion[]>): void {
  const id = `rw-list-${++boxes}`
  const options = make('ul', { id, role: 'listbox', class: 'rw-options', 'aria-label': 'Suggestions', hidden: '' })
  input.after(options)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': id,
  })) {
    input.setAttribute(name, value)
  }
  let shown: readonly Suggestion[] = []
  let chosen = -1
  let asked = 0

  const close = (): void => {
    asked++
    options.hidden = true
    chosen = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const choose = (index: number): void => {
    chosen = index
    for (const [at, option] of [...options.children].entries()) {
      option.setAttribute('aria-selected', String(at === index))
      if (at !== index) continue
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }
  const take = (index: number): void => {
    const taken = shown[index]
    if (taken === undefined) return
    input.value = taken.value
    close()
    input.dispatchEvent(new Event('input', { bubbles: true }))
    // A service alone asks for one of its actions.
    if (taken.value.endsWith(':')) void open()
    else input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const open = async (): Promise<void> => {
    const round = ++asked
    const found = await suggest(input.value).catch(() => [])
    if (round !== asked || document.activeElement !== input) return
    shown = found.filter(({ value }) => value !== input.value)
    options.replaceChildren(
      ...shown.map(({ value, about }, index) => {
        const option = make(
          'li',
          { id: `${id}-${index}`, role: 'option', 'aria-selected': 'false' },
          make('span', { class: 'value' }, value),
          make('span', { class: 'about' }, about),
        )
        // Before the field loses the focus.
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault()
          take(index)
        })
        return option
      }),
    )
    chosen = -1
    input.removeAttribute('aria-activedescendant')
    options.hidden = shown.length === 0
    input.setAttribute('aria-expanded', String(shown.length > 0))
  }

  input.addEventListener('input', (event) => {
    if (event.isTrusted) void open()
  })
  input.addEventListener('focus', () => void open())
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !options.hidden) {
      event.preventDefault()
      close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (options.hidden) void open()
      else if (shown.length > 0) {
        const step = event.key === 'ArrowDown' ? 1 : -1
        choose((chosen + step + shown.length) % shown.length)
      }
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault()
      take(chosen)
    }
  })
}
