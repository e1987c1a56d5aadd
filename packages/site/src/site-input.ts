import type {
  AccountDefinition,
  AccountState,
  AuditEntry,
  Finding,
  Model,
  Review,
  ReviewDecision,
  SourceMap,
} from '@rolewright/core'

/** One account as the model wants it: what `compile` gave. */
export interface SiteAccount {
  readonly account: AccountDefinition
  readonly state: AccountState
  readonly sources?: SourceMap
}

/** What checking the history's chain found; `problems` are shown as they are. */
export interface SiteVerification {
  readonly ok: boolean
  /** Hashes that no other entry follows. */
  readonly heads: readonly string[]
  readonly problems: readonly SiteProblem[]
}

/** Something wrong with the history, and where; `line` counts from 1. */
export interface SiteProblem {
  readonly message: string
  readonly file?: string
  readonly line?: number
}

/** The history of one account (or of all, when `account` is absent) and what checking its chain found. */
export interface SiteHistory {
  /** Id of the account. */
  readonly account?: string
  readonly entries: readonly AuditEntry[]
  readonly verification: SiteVerification
  /**
   * The stored state that an `applied` entry names by its hash, or undefined where it is missing. They are asked for one at a time
   * and reduced at once, since all states of a long history would not fit in memory. Without it, no past date can be shown.
   */
  readonly stateOf?: (hash: string) => Promise<unknown>
}

/** Where something was defined, relative to the root of the company's repository. */
export interface SourceLocation {
  readonly file: string
  readonly line: number
}

/** What the pages must not show. */
export interface Redaction {
  /** Shows the account's id instead of its twelve digits. */
  readonly accountIds?: boolean
  /** Shows `m…@example.com` instead of an e-mail address. */
  readonly emails?: boolean
}

/** Everything that the pages tell. */
export interface SiteInput {
  readonly model: Model
  /** In the order in which the accounts are shown. */
  readonly states: readonly SiteAccount[]
  readonly history?: SiteHistory | readonly SiteHistory[]
  readonly reviews?: readonly Review[]
  readonly decisions?: readonly ReviewDecision[]
  readonly findings?: readonly Finding[]
  /** By `role:<id>`, `task:<id>`, `policy:<name>` or `person:<id>`. */
  readonly sourceLocations?: Readonly<Record<string, SourceLocation>>
  /** When the pages were made; the only date that does not come from the input's own data. */
  readonly now: Date
  /** ISO date of the action catalogue; core's own unless given. */
  readonly catalogDate?: string
  readonly redact?: Redaction
}

/** Where the site goes, and what stands beside the model's own pages. */
export interface BuildOptions {
  /** Folder that receives the site. It must be empty, missing, or hold an earlier site: nothing else is ever deleted. */
  readonly outDir: string
  /** Path under which the site is served; `/` unless given. */
  readonly base?: string
  /** Folder of Markdown files that become the guides; none unless given. */
  readonly docs?: string
  /** Ignored folder for what the build needs in between; `node_modules/.cache/rolewright-site` of the current folder unless given. */
  readonly workDir?: string
  /** Whether the API reference of Rolewright itself is part of the site; true unless given. */
  readonly api?: boolean
}
