import { createCell, type Cell } from './cell.ts'
import type { StoredMfaDevice } from './credentials.ts'
import type { StoredBackup, StoredCluster, StoredKeyStore } from './cloudhsm.ts'
import type { StoredDeletion } from './deletion-tasks.ts'
import type { StoredInstanceProfile, StoredProvider } from './providers.ts'
import type { StoredGroup, StoredPolicy, StoredRole, StoredUser } from './entities.ts'
import type { Attempt, Job } from './evidence.ts'
import { createJournal, type Journal } from './journal.ts'
import type { Settings } from './settings.ts'
import { createTable, type Table } from './table.ts'

/** Everything that one embedded account holds. Its entities are never changed in place, only replaced. */
export interface Account {
  readonly journal: Journal
  readonly settings: Cell<Settings>
  readonly users: Table<StoredUser>
  readonly groups: Table<StoredGroup>
  readonly roles: Table<StoredRole>
  /** The customer's own; AWS's are looked up by ARN. */
  readonly policies: Table<StoredPolicy>
  /** Virtual ones; hardware is known by its number alone. */
  readonly mfaDevices: Table<StoredMfaDevice>
  /** CloudHSM clusters of all regions. */
  readonly clusters: Table<StoredCluster>
  readonly backups: Table<StoredBackup>
  readonly keyStores: Table<StoredKeyStore>
  /** Deletions of service-linked roles. */
  readonly deletions: Table<StoredDeletion>
  /** Identity providers, by ARN. */
  readonly providers: Table<StoredProvider>
  readonly instanceProfiles: Table<StoredInstanceProfile>
  readonly attempts: Cell<readonly Attempt[]>
  readonly jobs: Cell<readonly Job[]>
  /** Texts of the documents that jobs go by, by hash. */
  readonly documents: Cell<Readonly<Record<string, string>>>
}

/** An account's content as plain data. */
export interface AccountContent {
  readonly settings: Settings
  readonly users: readonly StoredUser[]
  readonly groups: readonly StoredGroup[]
  readonly roles: readonly StoredRole[]
  readonly policies: readonly StoredPolicy[]
  readonly mfaDevices: readonly StoredMfaDevice[]
  readonly clusters: readonly StoredCluster[]
  readonly backups: readonly StoredBackup[]
  readonly keyStores: readonly StoredKeyStore[]
  readonly deletions: readonly StoredDeletion[]
  readonly providers: readonly StoredProvider[]
  readonly instanceProfiles: readonly StoredInstanceProfile[]
  readonly attempts: readonly Attempt[]
  readonly jobs: readonly Job[]
  readonly documents: Readonly<Record<string, string>>
}

const nameOf = (entity: { readonly name: string }): string => entity.name
const idOf = (entity: { readonly id: string }): string => entity.id

export function createAccount(content: AccountContent): Account {
  const journal = createJournal()
  return {
    journal,
    settings: createCell(journal, content.settings),
    users: createTable({ journal, nameOf, values: content.users }),
    groups: createTable({ journal, nameOf, values: content.groups }),
    roles: createTable({ journal, nameOf, values: content.roles }),
    policies: createTable({ journal, nameOf, values: content.policies }),
    mfaDevices: createTable({ journal, nameOf, values: content.mfaDevices }),
    clusters: createTable({ journal, nameOf: idOf, values: content.clusters }),
    backups: createTable({ journal, nameOf: idOf, values: content.backups }),
    keyStores: createTable({ journal, nameOf: idOf, values: content.keyStores }),
    deletions: createTable({ journal, nameOf: idOf, values: content.deletions }),
    providers: createTable({ journal, nameOf: ({ arn }) => arn, values: content.providers }),
    instanceProfiles: createTable({ journal, nameOf, values: content.instanceProfiles }),
    attempts: createCell(journal, content.attempts),
    jobs: createCell(journal, content.jobs),
    documents: createCell(journal, content.documents),
  }
}

/** What an account is before anybody did anything: empty. */
export function emptyContent(accountId: string, createdAt: Date): AccountContent {
  const settings = { accountId, createdAt: createdAt.toISOString(), clockOffset: 0, sessions: [], retiredKeys: [] }
  return {
    settings,
    users: [],
    groups: [],
    roles: [],
    policies: [],
    mfaDevices: [],
    clusters: [],
    backups: [],
    keyStores: [],
    deletions: [],
    providers: [],
    instanceProfiles: [],
    attempts: [],
    jobs: [],
    documents: {},
  }
}
