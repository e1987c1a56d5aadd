import type { CloudHsmAdministrator, CloudHsmStatus } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { count } from './words.ts'

/** CloudHSM in an account as lines: clusters by region, the role, who may administer. */
export function cloudHsmText(
  status: CloudHsmStatus,
  administrators: readonly CloudHsmAdministrator[],
  paint: Paint,
): readonly string[] {
  const { clusters, regions, role } = status
  return [
    ...regions.flatMap((region) => {
      const here = clusters.filter((cluster) => cluster.region === region)
      return [paint.bold(region), ...(here.length === 0 ? ['  no clusters'] : here.flatMap((one) => clusterLines(one)))]
    }),
    '',
    paint.bold('Service-linked role'),
    ...(role === null
      ? ['  AWSServiceRoleForCloudHSM does not exist; the first cluster makes it, or `rolewright cloudhsm enable`']
      : [
          `  ${role.arn}`,
          `  description: ${role.description === '' ? 'none' : role.description}`,
          role.lastUsed === null
            ? '  never used'
            : `  last used on ${role.lastUsed.at.slice(0, 10)} in ${role.lastUsed.region}`,
          `  used by ${clusters.length === 0 ? 'no cluster of these regions' : clusters.map(({ id }) => id).join(', ')}`,
        ]),
    '',
    paint.bold('Who may administer it, by the model'),
    ...(administrators.length === 0 ? ['  nobody'] : administrators.flatMap(administratorLines)),
  ]
}

function clusterLines(cluster: CloudHsmStatus['clusters'][number]): readonly string[] {
  const { id, state, hsmType, hsms, readyBackups, newestBackup, keyStores } = cluster
  return [
    `  ${id}  ${state}  ${hsmType}, ${count(hsms.length, 'HSM')}, ${count(readyBackups, 'backup')} ready${newestBackup === null ? '' : `, the newest of ${newestBackup.slice(0, 10)}`}`,
    ...hsms.map((hsm) => `    ${hsm.id}  ${hsm.state}  ${hsm.zone}`),
    ...keyStores.map((name) => `    KMS keeps keys in it: custom key store ${name}`),
  ]
}

function administratorLines({ kind, name, full, may, missing }: CloudHsmAdministrator): readonly string[] {
  const lacks = Object.entries(missing).filter(([, actions]) => actions.length > 0)
  return [
    `  ${kind} ${name}${full ? '' : `, in part: ${may.join(', ')}`}`,
    ...lacks.map(([command, actions]) => `    \`cloudhsm ${command}\` also needs ${actions.join(', ')}`),
  ]
}
