import { openHistory } from '../audit/open-history.ts'
import { clientsAt } from '../read/clients-at.testing.ts'
import { FULL_USER } from './full-user.testing.ts'
import { offboard, planOffboarding } from './offboard.ts'

// A process of its own that offboards somebody, for tests that kill it.
const [endpoint = '', dir = ''] = process.argv.slice(2)
const clients = clientsAt(endpoint, { maxAttempts: 3 })
const now = (): Date => new Date()
const by = { arn: 'arn:aws:iam::111122223333:user/child' }
const history = await openHistory({ dir, accountId: '111122223333', by, now })
await offboard(clients, await planOffboarding(clients, { user: FULL_USER, history, now }), { history, now })
await history.close()
