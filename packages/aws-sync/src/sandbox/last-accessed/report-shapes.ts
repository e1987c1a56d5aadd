import type { EntityDetails, ServiceLastAccessed } from '@aws-sdk/client-iam'
import { arnOf } from '../identifiers.ts'
import { accountIdOf } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { Job } from '../state/evidence.ts'
import type { LastAttempt, ReportRow } from './report.ts'
import { serviceName } from './service-names.ts'

/** A row of a report, as an answer has it. */
export function rowShape(account: Account, row: ReportRow): ServiceLastAccessed {
  const { namespace, last, byEntity, actions } = row
  return {
    ServiceName: serviceName(namespace),
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: byEntity.size,
    ...(last === undefined
      ? {}
      : {
          LastAuthenticated: new Date(last.at),
          LastAuthenticatedEntity: arnOfEntity(account, last.entity),
          LastAuthenticatedRegion: last.region,
        }),
    ...(actions.length === 0
      ? {}
      : { TrackedActionsLastAccessed: actions.map((action) => actionShape(account, action)) }),
  }
}

function actionShape(account: Account, { name, last }: ReportRow['actions'][number]): object {
  if (last === undefined) return { ActionName: name }
  return {
    ActionName: name,
    LastAccessedEntity: arnOfEntity(account, last.entity),
    LastAccessedTime: new Date(last.at),
    LastAccessedRegion: last.region,
  }
}

/** Newest first; those who never tried come last, users before roles. Who is deleted is left out, and all of a deleted group; the others go by today's names. */
export function entitiesOf(account: Account, job: Job, row: ReportRow): { place: string; details: EntityDetails }[] {
  if (job.kind === 'group' && !account.groups.all().some(({ id }) => id === job.subject)) return []
  return job.entities
    .toSorted((a, b) => order(row.byEntity.get(b)) - order(row.byEntity.get(a)))
    .flatMap((id, index) => {
      const info = infoOf(account, id)
      const last = row.byEntity.get(id)
      const seen = last === undefined ? {} : { LastAuthenticated: new Date(last.at) }
      // The place is that of the frozen list: who is deleted between two pages moves nobody.
      return info === undefined
        ? []
        : [{ place: String(index).padStart(6, '0'), details: { EntityInfo: info, ...seen } }]
    })
}

const order = (last: LastAttempt | undefined): number => (last === undefined ? 0 : Date.parse(last.at))

function infoOf(account: Account, id: string): EntityDetails['EntityInfo'] {
  const user = account.users.all().find((each) => each.id === id)
  const role = user === undefined ? account.roles.all().find((each) => each.id === id) : undefined
  const entity = user ?? role
  if (entity === undefined) return undefined
  const kind = user === undefined ? 'role' : 'user'
  return {
    Arn: arnOf(accountIdOf(account), kind, entity),
    Name: entity.name,
    Type: kind === 'user' ? 'USER' : 'ROLE',
    Id: id,
    Path: entity.path,
  }
}

const arnOfEntity = (account: Account, id: string): string | undefined => infoOf(account, id)?.Arn
