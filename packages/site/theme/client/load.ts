const loaded = new Map<string, Promise<unknown>>()

/** Fetches one of the site's own files of data, once. The build wrote it, so its shape is known. */
export function load<T>(url: string): Promise<T>
export function load(url: string): Promise<unknown> {
  const known = loaded.get(url)
  if (known !== undefined) return known
  const asked = fetch(url).then(async (response): Promise<unknown> => {
    if (!response.ok) throw new Error(`${url} answers ${response.status}`)
    return response.json()
  })
  loaded.set(url, asked)
  asked.catch(() => loaded.delete(url))
  return asked
}
