/** A new element with properties set and children put in; texts are texts, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** A link, or plain text where there is nowhere to lead. */
export function link(text: string, href: string | undefined): HTMLElement {
  return href === undefined || href === '' ? make('span', {}, text) : make('a', { href }, text)
}
