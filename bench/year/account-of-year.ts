import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  apply,
  decideAll,
  type History,
  openHistory,
  openSandbox,
  patchSource,
  readAccount,
  readReviews,
  restoreSource,
  runReview,
  type Sandbox,
} from '@rolewright/aws-sync'
import {
  type AccountState,
  allowedActionSet,
  compile,
  createEvaluator,
  decisionOn,
  decisionsIn,
  diff,
  documentFinder,
  type Model,
  type Proposal,
  removedProposals,
  type SourceMap,
  takenAway,
} from '@rolewright/core'

/** Somebody who tried something. */
export interface Attempt {
  readonly user: string
  readonly group: string
  readonly action: string
}

/** What came of one review. */
export interface ReviewRun {
  readonly proposals: number
  readonly accepted: number
  /** Left to a person, since the source can't be edited by itself. */
  readonly byHand: number
  /** The proposals of each command that the grace watch names to put something back. */
  readonly missed: readonly (readonly string[])[]
}

/** The simulated company's account, with its source, history and reviews in a folder. */
export interface YearAccount {
  readonly sandbox: Sandbox
  readonly state: () => AccountState
  /** Whether somebody may do something now. */
  readonly may: (attempt: Attempt) => boolean
  /** Actions that people may use, summed over all of them. */
  readonly permissions: () => number
  readonly applyModel: () => Promise<void>
  readonly review: (how: { readonly decide: boolean }) => Promise<ReviewRun>
  readonly restore: (proposals: readonly string[]) => Promise<boolean>
  /** The patched proposals that have to be put back together, so that a group may use an action again. */
  readonly tookAway: (attempt: Attempt) => Promise<readonly string[]>
  readonly source: () => Promise<string>
}

const ownedPath = '/rolewright/year/'

/** Opens the account and applies the source in `dir/roles/model.ts` to it for the first time. */
export async function openYearAccount(dir: string, accountId: string): Promise<YearAccount> {
  const sandbox = await openSandbox({ accountId })
  const roles = join(dir, 'roles')
  const file = join(roles, 'model.ts')
  const reviews = join(dir, 'reviews')
  let edition = 0
  let state = await readAccount(sandbox.clients)
  let evaluators = new Map<string, ReturnType<typeof createEvaluator>>()

  const load = async (): Promise<{ model: Model; state: AccountState; sources: SourceMap }> => {
    edition += 1
    const { default: model }: { default: Model } = await import(`${pathToFileURL(file).href}?edition=${edition}`)
    const [account] = model.accounts
    if (account === undefined) throw new RangeError('the company has no account')
    return { model, ...compile(model, account, { now: await sandbox.now(), awsManaged: {} }) }
  }
  const recorded = async <T>(command: string, work: (history: History) => Promise<T>): Promise<T> => {
    const time = await sandbox.now()
    const by = { arn: `arn:aws:iam::${accountId}:user/administrator` }
    const history = await openHistory({ dir: join(dir, 'audit'), accountId, by, now: () => time, command })
    try {
      return await work(history)
    } finally {
      await history.close()
    }
  }
  const applyModel = async (): Promise<void> => {
    const { state: desired } = await load()
    await recorded('apply', async (history) => {
      const plan = diff(await readAccount(sandbox.clients), desired, { prune: true })
      await apply(plan, sandbox.clients, { history })
    })
    state = await readAccount(sandbox.clients)
    const finder = documentFinder(state)
    evaluators = new Map(state.users.map((user) => [user.name, createEvaluator(finder.ofUser(user).documents)]))
  }
  const review: YearAccount['review'] = async ({ decide }) => {
    const { model, state: desired, sources } = await load()
    const [account] = model.accounts
    if (account === undefined) throw new RangeError('the company has no account')
    const time = await sandbox.now()
    const { review: made } = await recorded('review', (history) =>
      runReview(sandbox.clients, {
        windowDays: 90,
        dir: reviews,
        history,
        ownedPath,
        accountId,
        model: { roles: model.roles, sources, desired },
        campaign: { model, account, groups: sources.groups, deadlineDays: 30 },
        perSecond: Infinity,
        now: () => time,
        sleep: (ms) => sandbox.advance({ ms }),
      }),
    )
    const missed = (made.missed ?? []).map(({ proposal, together }) => [proposal, ...(together ?? [])])
    if (!decide) return { proposals: made.proposals.length, accepted: 0, byHand: 0, missed }
    const accepted = made.proposals.filter(isEdit)
    await recorded('review decide', async (history) => {
      const known = decisionsIn(history.earlier)
      const open = accepted.filter(({ id }) => decisionOn(id, known, time)?.decision !== 'keep')
      const on = { history, reviews: await readReviews(reviews), now: time }
      await decideAll(
        on,
        open.map(({ id }) => ({ proposal: id, decision: 'accept', reason: 'nobody used it for 90 days' })),
      )
    })
    const { patched, manual } = await recorded('review patch', (history) => {
      const known = decisionsIn(history.earlier)
      const proposals = accepted.filter(({ id }) => decisionOn(id, known, time)?.decision === 'accept')
      return patchSource({ dir: roles, proposals, sources, state: desired, history })
    })
    return { proposals: made.proposals.length, accepted: patched.length, byHand: manual.length, missed }
  }
  const restore: YearAccount['restore'] = async (ids) => {
    const { proposals } = await recorded('review restore', (history) =>
      restoreSource({ dir: roles, proposals: ids, reason: 'somebody was denied it', history }),
    )
    return proposals.every(({ outcome }) => outcome === 'restored')
  }
  const tookAway: YearAccount['tookAway'] = async ({ group, action }) => {
    const entries = await recorded('look', (history) => Promise.resolve(history.earlier))
    const proposals = (await readReviews(reviews)).flatMap(({ review: { proposals: all } }) => all)
    const removed = removedProposals(entries, proposals)
    return takenAway({ removed, group, attempt: { action, resource: null } }).map(({ proposal }) => proposal.id)
  }
  await applyModel()
  return {
    sandbox,
    state: () => state,
    may: ({ user, action }) => evaluators.get(user)?.decide({ action, resource: '*' }).effect === 'allow',
    permissions: () => {
      const finder = documentFinder(state)
      const sizes = new Map<string, number>()
      return state.users.reduce((sum, user) => {
        const key = user.groups.join()
        const size = sizes.get(key) ?? sizeOf(allowedActionSet(finder.ofUser(user).documents))
        sizes.set(key, size)
        return sum + size
      }, 0)
    },
    applyModel,
    review,
    restore,
    tookAway,
    source: () => readFile(file, 'utf8'),
  }
}

/** What an administrator accepts without a second thought: what takes away, and can be written into the source by itself. */
function isEdit({ kind }: Proposal): boolean {
  return ['narrow-statement', 'remove-statement', 'narrow-resources', 'drop-task'].includes(kind)
}

function sizeOf({ words }: ReturnType<typeof allowedActionSet>): number {
  let count = 0
  for (const word of words) for (let rest = word >>> 0; rest !== 0; rest &= rest - 1) count++
  return count
}
