import { diff } from '@rolewright/core'
import { openHistory } from '../audit/open-history.ts'
import { clientsAt } from '../read/clients-at.testing.ts'
import { readAccount } from '../read/read-account.ts'
import { apply } from './apply.ts'
import { accountId } from './desired.testing.ts'
import { wanted } from './wanted.testing.ts'

// A process of its own that plans and applies, for tests that kill it.
const [endpoint = '', dir = ''] = process.argv.slice(2)
const clients = clientsAt(endpoint, { maxAttempts: 3 })
const by = { arn: 'arn:aws:iam::111122223333:user/child' }
const history = await openHistory({ dir, accountId, by, now: () => new Date() })
await apply(diff(await readAccount(clients), wanted, { prune: true }), clients, { history })
await history.close()
