/**
 * Makes at most one thing a region, when it is first asked for: an SDK client holds connections, which are worth keeping.
 *
 * @example
 * ```ts
 * const cloudTrail = perRegion(async (region) => new CloudTrailClient({ region }))
 * await cloudTrail('eu-west-1')
 * ```
 */
export function perRegion<T>(make: (region: string) => Promise<T>): (region: string) => Promise<T> {
  const made = new Map<string, Promise<T>>()
  return (region) => {
    const known = made.get(region) ?? make(region)
    made.set(region, known)
    return known
  }
}
