/** When an action was last tried, from a report of `ACTION_LEVEL`. */
export interface ActionUsage {
  /** `service:Action`. */
  readonly action: string
  /** ISO date, or null when never within AWS's 400 days. */
  readonly lastAccessed: string | null
  readonly lastAccessedEntity?: string
}

/** Who used a service, and when last. */
export interface EntityLastAccess {
  readonly arn: string
  readonly lastAuthenticated: string | null
}

/** One row of a last-accessed report. A service that has no row is not granted by the entity's policies. */
export interface ServiceUsage {
  /** The prefix of its actions: `ec2`. */
  readonly namespace: string
  /** AWS's own display name: `Amazon EC2`. */
  readonly name: string
  /** ISO date, or null when never within AWS's 400 days. */
  readonly lastAuthenticated: string | null
  readonly lastAuthenticatedEntity?: string
  readonly lastAuthenticatedRegion?: string
  readonly totalAuthenticatedEntities: number
  /** Only what AWS tracks by action; what is missing here is not observable, which is not unused. */
  readonly actions?: readonly ActionUsage[]
  /** Asked for where it matters: who used it. */
  readonly entities?: readonly EntityLastAccess[]
}

/** The last-accessed report of one group, user, role or policy. */
export interface EntityUsage {
  readonly arn: string
  readonly kind: 'group' | 'user' | 'role' | 'policy'
  /** ISO date at which AWS froze the report. */
  readonly reportedAt: string
  readonly services: readonly ServiceUsage[]
}

/** Evidence of use in one account: a complete set of reports. A partial set is an error where it is read, never a Usage. */
export interface Usage {
  readonly accountId: string
  readonly collectedAt: string
  readonly entities: readonly EntityUsage[]
}
