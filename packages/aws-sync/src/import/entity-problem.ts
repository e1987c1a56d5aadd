/** Why something can't be named in a model; remembers the names that it has seen. */
export function entityProblem(
  { name, arn }: { readonly name: string; readonly arn: string },
  given: { readonly names: Set<string>; readonly longest: number; readonly kind: string },
): string | undefined {
  if (!new RegExp(`^[\\w+=,.@-]{1,${given.longest}}$`).test(name)) return 'its name is none that IAM takes'
  if (
    !new RegExp(`^arn:aws(?:-[a-z]+)*:iam::\\d{12}:${given.kind}/([\\x21-\\x7e]+/)?[\\w+=,.@-]+$`).test(arn) ||
    !arn.endsWith(`/${name}`)
  )
    return `its ARN \`${arn}\` is not that of a ${given.kind} of this name`
  if (given.names.has(name.toLowerCase())) return 'another one has the same name in another case'
  given.names.add(name.toLowerCase())
  return undefined
}
