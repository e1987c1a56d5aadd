import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { diff } from '@rolewright/core'
import { openHistory } from '../audit/open-history.ts'
import { readAccount } from '../read/read-account.ts'
import { apply } from './apply.ts'
import { accountId } from './desired.testing.ts'
import { wanted } from './wanted.testing.ts'

// A process of its own that plans and applies, for tests that kill it.
const [endpoint = '', dir = ''] = process.argv.slice(2)
const credentials = { accessKeyId: 'AKIAADMINISTRATOR000', secretAccessKey: 'not-verified' }
const settings = { region: 'us-east-1', endpoint, credentials }
const clients = { iam: new IAMClient(settings), sts: new STSClient(settings) }
const by = { arn: 'arn:aws:iam::111122223333:user/child' }
const history = await openHistory({ dir, accountId, by, now: () => new Date() })
await apply(diff(await readAccount(clients), wanted, { prune: true }), clients, { history })
await history.close()
