type AnyFunction = (...given: readonly unknown[]) => unknown

/** Puts a function around a method of an object. */
export function wrap(
  target: object,
  name: string,
  around: (method: AnyFunction, given: readonly unknown[]) => unknown,
): void {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== 'function') throw new Error(`there is no \`${name}\``)
  Reflect.set(target, name, (...given: readonly unknown[]) =>
    around((...passed) => Reflect.apply(method, target, passed), given),
  )
}
