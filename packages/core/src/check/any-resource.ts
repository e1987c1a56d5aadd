/**
 * Resources as an author writes them, made readable before an account is known: a `{{parameter}}` that is the whole resource may be
 * anything, within one it is a plain name; all but those that `notResources` names are `*`.
 */
export function anyResource(resources: readonly string[] | undefined): readonly string[] {
  return (
    resources?.map((resource) => {
      const named = resource.replaceAll(/\{\{[^{}]*\}\}/g, 'parameter')
      return named === 'parameter' ? '*' : named
    }) ?? ['*']
  )
}
