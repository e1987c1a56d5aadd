import type { DescribeBackupsRequest, DescribeBackupsResponse } from '@aws-sdk/client-cloudhsm-v2'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { cloudHsmPage, pageInput } from '../cloudhsm/page.ts'
import { backupShape } from '../cloudhsm/shapes.ts'
import { backupState } from '../cloudhsm/states.ts'
import { jsonOperation, type JsonOperation } from '../operation.ts'

const describeBackups = jsonOperation<DescribeBackupsRequest, DescribeBackupsResponse>({
  name: 'DescribeBackups',
  changes: false,
  input: z.object({
    ...pageInput(50),
    Filters: z.record(z.string(), z.array(z.string())).exactOptional(),
    SortAscending: z.boolean().exactOptional(),
  }),
  run: (account, input, call) => {
    const { backupIds, clusterIds, states, neverExpires, sourceBackupIds, ...others } = input.Filters ?? {}
    const [unknown] = Object.keys(others)
    if (unknown !== undefined) throw new AwsError('CloudHsmInvalidRequestException', `There is no filter ${unknown}.`)
    const wanted = account.backups.all().filter(
      (backup) =>
        backup.region === call.region &&
        backupIds?.includes(backup.id) !== false &&
        clusterIds?.includes(backup.cluster) !== false &&
        states?.includes(backupState(backup, call.now)) !== false &&
        // None is kept for ever and none is a copy here.
        neverExpires?.includes('false') !== false &&
        sourceBackupIds === undefined,
    )
    const { items, rest } = cloudHsmPage(wanted, input, ['DescribeBackups', call.region, input.Filters])
    return { Backups: items.map((backup) => backupShape(backup, call.now)), ...rest }
  },
})

export const cloudHsmBackupOperations: readonly JsonOperation[] = [describeBackups]
