/** Filters the rows of a table as one types; the words stay in the address, so that the view can be sent. */
class TableFilter extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    const table = document.querySelector(`#${CSS.escape(this.dataset['table'] ?? '')}`)
    if (input === null || table === null) return
    const rows = [...table.querySelectorAll<HTMLTableRowElement>(':scope > tbody > tr')]
    const texts = rows.map((row) => (row.textContent ?? '').toLowerCase())
    const key = `q-${this.dataset['table']}`
    const show = (): void => {
      const words = input.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '')
      let shown = 0
      for (const [index, row] of rows.entries()) {
        const fits = words.every((word) => texts[index]?.includes(word))
        row.hidden = !fits
        if (fits) shown++
      }
      const output = this.querySelector('output')
      if (output !== null) output.textContent = words.length === 0 ? '' : `${shown} of ${rows.length}`
      const address = new URL(location.href)
      if (input.value === '') address.searchParams.delete(key)
      else address.searchParams.set(key, input.value)
      if (address.href !== location.href) history.replaceState(null, '', address)
    }
    input.value = new URL(location.href).searchParams.get(key) ?? ''
    if (input.value !== '') show()
    input.addEventListener('input', show)
  }
}

if (customElements.get('rw-filter') === undefined) customElements.define('rw-filter', TableFilter)
