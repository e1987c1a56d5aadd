/** What `make` gives for a key, made once. */
export function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>()
  return (key) => {
    const there = known.get(key) ?? { value: make(key) }
    known.set(key, there)
    return there.value
  }
}
