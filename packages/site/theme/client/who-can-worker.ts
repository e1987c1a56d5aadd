import {
  type AccountPrincipal,
  type Decider,
  decider,
  type DecidingStatement,
  type PrincipalDecision,
  type PrincipalPossibility,
  type Request,
  requestNotes,
  RolewrightError,
} from '@rolewright/core'
import type { WhoCanData } from '../../src/files/who-can-data.ts'
import { completions } from './completions.ts'
import { load } from './load.ts'
import type { Answer, Answers, Ask, Possibly, Question, Reason, Told } from './who-can-messages.ts'

// Answers questions away from the page, by the same evaluator that the command asks. The catalogue of actions is loaded here alone.

addEventListener('message', (event: MessageEvent<Ask>) => {
  void answer(event.data).then((told) => postMessage(told))
})

async function answer(ask: Ask): Promise<Told> {
  const { id } = ask
  try {
    const account = await open(ask.data)
    if (ask.kind === 'complete') return { id, ok: true, suggestions: completions(ask, account.data) }
    return { id, ok: true, answers: whoCan(ask.question, account) }
  } catch (error) {
    if (error instanceof RolewrightError)
      return { id, ok: false, message: [error.message, error.hint].filter(Boolean).join('; ') }
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

interface OpenAccount {
  readonly data: WhoCanData
  readonly ask: Decider
}

const accounts = new Map<string, Promise<OpenAccount>>()

function open(url: string): Promise<OpenAccount> {
  const known = accounts.get(url)
  if (known !== undefined) return known
  const opened = load<WhoCanData>(url).then((data) => ({
    data,
    ask: decider(data.state, { groups: {}, statements: data.statements }),
  }))
  accounts.set(url, opened)
  opened.catch(() => accounts.delete(url))
  return opened
}

function whoCan(question: Question, { data, ask }: OpenAccount): Answers {
  const request = requestOf(question)
  const answered = ask.whoCan(request)
  const allowed = new Set(answered.map(({ principal }) => `${principal.kind} ${principal.name}`))
  const possibly = ask.whoCould(request).filter(({ principal }) => !allowed.has(`${principal.kind} ${principal.name}`))
  for (const { principal } of possibly) allowed.add(`${principal.kind} ${principal.name}`)
  const others = data.state.groups
    .filter(({ name }) => !allowed.has(`group ${name}`))
    .flatMap(({ name }) => ask.can({ kind: 'group', name }, request) ?? [])
  return {
    action: request.action,
    resource: request.resource,
    notes: requestNotes(request),
    may: answered.map((one) => answerOf(one, data)),
    possibly: possibly.map((one) => possiblyOf(one, data)),
    mayNot: others.map((one) => answerOf(one, data)),
    peopleNot: data.state.users.filter(({ name }) => !allowed.has(`user ${name}`)).length,
  }
}

function requestOf({ action, resource, context }: Question): Request {
  const values = new Map<string, string[]>()
  for (const pair of context) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, at < 0 ? pair.length : at).trim()
    if (key === '' || at < 0) continue
    values.set(key, [...(values.get(key) ?? []), pair.slice(at + 1)])
  }
  return {
    action: action.trim(),
    resource: resource.trim() === '' ? '*' : resource.trim(),
    context: Object.fromEntries([...values].map(([key, all]) => [key, all.length === 1 ? (all[0] ?? '') : all])),
  }
}

function answerOf({ principal, decision, because }: PrincipalDecision, data: WhoCanData): Answer {
  const [near] = decision.closest ?? []
  return {
    ...nameOf(principal, data),
    effect: decision.effect,
    reasons: because.map((one) => reasonOf(one, data)),
    near:
      near === undefined
        ? ''
        : `closest: ${principal.documents[near.statement.document]?.policyName ?? ''}, ${near.detail}`,
  }
}

function possiblyOf({ principal, examples }: PrincipalPossibility, data: WhoCanData): Possibly {
  const [first] = examples
  if (first === undefined) return nameOf(principal, data)
  const { resource, context = {} } = first.request
  return {
    ...nameOf(principal, data),
    example: {
      resource,
      context: Object.entries(context).map(
        ([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
      ),
      reasons: first.because.map((one) => reasonOf(one, data)),
    },
  }
}

function nameOf({ kind, name }: AccountPrincipal, data: WhoCanData): Omit<Possibly, 'example'> {
  const links = kind === 'group' ? data.roles : data.people
  const found = Object.hasOwn(links, name) ? links[name] : undefined
  return { kind, name, text: found?.text ?? name, href: found?.href ?? '' }
}

function reasonOf({ held, statement, source }: DecidingStatement, data: WhoCanData): Reason {
  const places = source?.definitions.map(({ policy }) => data.places[policy]) ?? []
  return {
    policy: held.policyName,
    href: held.policyArn === null ? '' : (data.policies[held.policyArn] ?? ''),
    holder: held.holder,
    statement: statement.Sid ?? '',
    tasks: (source?.tasks ?? []).map((id) => (Object.hasOwn(data.tasks, id) ? (data.tasks[id] ?? id) : id)),
    place: places.find((place) => place !== undefined) ?? '',
  }
}
