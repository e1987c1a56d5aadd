import { readAddress, writeAddress } from './address.ts'

/** Filters the rows of a table, or of a list, as one types; what is asked stays in the address, so that the view can be sent. */
class TableFilter extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    const select = this.querySelector('select')
    const id = this.dataset['table'] ?? ''
    const table = document.querySelector(`#${CSS.escape(id)}`)
    if (input === null || table === null) return
    const rows = [...table.querySelectorAll<HTMLElement>(':scope > tbody > tr, :scope > li')]
    const texts = rows.map((row) => (row.textContent ?? '').toLowerCase())
    const name = select?.dataset['name'] ?? 'choice'
    const show = (): void => {
      const words = input.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '')
      const chosen = select?.value ?? ''
      let shown = 0
      for (const [index, row] of rows.entries()) {
        const fits =
          words.every((word) => texts[index]?.includes(word)) && (chosen === '' || row.dataset[name] === chosen)
        row.hidden = !fits
        if (fits) shown++
      }
      const output = this.querySelector('output')
      if (output !== null) output.textContent = shown === rows.length ? '' : `${shown} of ${rows.length}`
      writeAddress({ [`q-${id}`]: input.value, [`${name}-${id}`]: chosen })
    }
    const address = readAddress()
    input.value = address.get(`q-${id}`) ?? ''
    if (select !== null) {
      const wanted = address.get(`${name}-${id}`) ?? ''
      if ([...select.options].some(({ value }) => value === wanted)) select.value = wanted
    }
    if (input.value !== '' || (select?.value ?? '') !== '') show()
    input.addEventListener('input', show)
    select?.addEventListener('input', show)
  }
}

if (customElements.get('rw-filter') === undefined) customElements.define('rw-filter', TableFilter)
