/** What the address holds of a page's state. */
export function readAddress(): URLSearchParams {
  return new URL(location.href).searchParams
}

/** Puts a page's state into its address, so that the view can be sent; empty values are left out, other keys stay. */
export function writeAddress(state: Readonly<Record<string, string | readonly string[]>>): void {
  const address = new URL(location.href)
  for (const [key, value] of Object.entries(state)) {
    address.searchParams.delete(key)
    for (const one of typeof value === 'string' ? [value] : value) {
      if (one !== '') address.searchParams.append(key, one)
    }
  }
  if (address.href !== location.href) history.replaceState(null, '', address)
}
