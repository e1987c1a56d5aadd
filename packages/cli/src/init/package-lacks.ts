/**
 * The commands that give a `package.json` that was there before what a repository of roles needs: ES modules, and the two packages.
 * Undefined where the text is no object in JSON.
 */
export function packageLacks(text: string): readonly string[] | undefined {
  const found = parsed(text)
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined
  const named = new Set(
    ['dependencies', 'devDependencies'].flatMap((key) => {
      const list: unknown = Reflect.get(found, key)
      return typeof list === 'object' && list !== null ? Object.keys(list) : []
    }),
  )
  const missing = ['@rolewright/core', 'rolewright'].filter((name) => !named.has(name))
  return [
    ...(Reflect.get(found, 'type') === 'module' ? [] : ['npm pkg set type=module']),
    ...(missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`]),
  ]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
