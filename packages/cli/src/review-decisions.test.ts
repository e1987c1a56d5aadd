import { rmSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import type { Sandbox } from '@rolewright/aws-sync'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asker, askOnTerminal } from './frame/ask-on-terminal.ts'
import type { Project } from './testing/project.testing.ts'
import { reviewedProject, SANDBOX } from './testing/reviewed-project.testing.ts'
import { runHere } from './testing/run-here.testing.ts'

let project: Project
let sandbox: Sandbox
let ids: readonly string[]
let before: Readonly<Record<string, string>>

beforeAll(async () => {
  ;({ project, sandbox, ids } = await reviewedProject())
  before = project.files()
})
afterAll(() => project.remove())

/** Only what decisions write: the history. */
const written = (): readonly string[] => Object.keys(project.files()).filter((file) => !(file in before))
beforeEach(() => {
  for (const file of written()) rmSync(`${project.folder}/${file}`)
})

const decide = (...args: readonly string[]) => runHere(project.folder, ['review', 'decide', ...args, ...SANDBOX])
const report = async (): Promise<string> =>
  (await runHere(project.folder, ['review', 'report', '--as', 'markdown', ...SANDBOX])).stdout

/** Ticks a box of the n-th proposal, with a reason. */
function tick(text: string, n: number, box: string, reason: string): string {
  const parts = text.split(/(?=^### Proposal )/m)
  parts[n] = (parts[n] ?? '').replace(`- [ ] ${box}`, `- [x] ${box}`).replace(/^Reason:$/m, `Reason: ${reason}`)
  return parts.join('')
}

describe('review decide --from', () => {
  it('takes what is ticked in the report, once', async () => {
    const text = tick(tick(await report(), 1, 'accept', 'nobody used it'), 2, 'keep', 'year end')
    project.write({ 'review.md': text })
    const first = await decide('--from', 'review.md')
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toMatch(
      /^accepted: .*: nobody used it\nkept: .*: year end\n2 decisions taken from review\.md\.\n`rolewright review patch` writes what takes away [^\n]*\n$/,
    )
    const again = await decide('--from', 'review.md', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject([
      { proposal: ids[0], decision: 'accept', reason: 'nobody used it', entry: null },
      { proposal: ids[1], decision: 'keep', entry: null },
    ])
    expect(await report()).toContain('2 of 3 proposals are decided (66 %).')
    const status = await runHere(project.folder, ['review', 'status', ...SANDBOX, '--json'])
    expect(JSON.parse(status.stdout)).toMatchObject([{ state: 'open', decided: 2, of: 3, percent: 66, open: [ids[2]] }])
  })

  it('lists every problem with its line, and takes nothing then', async () => {
    const text = tick(tick(await report(), 1, 'accept', 'fine'), 2, 'defer', 'no date').replace(
      ids[2] ?? '',
      'feedfeedfeed',
    )
    project.write({ 'review.md': tick(text, 3, 'accept', 'edited id') })
    const ran = await decide('--from', 'review.md')
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(
      /error decision-file-invalid: the file has 2 problems, so nothing was decided\n {2}where: review\.md\n/,
    )
    expect(ran.stderr).toMatch(/a deferred proposal needs a date until when\n {4}where: review\.md:\d+\n/)
    expect(ran.stderr).toMatch(/no review has a proposal `feedfeedfeed`\n {4}where: review\.md:\d+\n/)
    expect(written()).toEqual(['review.md'])
  })

  it('wants no proposal or reason beside the file', async () => {
    project.write({ 'review.md': await report() })
    for (const more of [
      [ids[0] ?? '', 'accept'],
      ['--reason', 'x'],
      ['--until', '2027-01-31'],
    ])
      expect(await decide(...more, '--from', 'review.md')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('error invalid-argument: `--from` has the decisions'),
      })
    expect((await decide('--from', 'missing.md')).stderr).toContain('error file-unusable: ')
    expect((await decide('--from', 'review.md')).stdout).toBe('0 decisions taken from review.md.\n')
  })
})

describe('review decide <id>', () => {
  it('says what held before, and where just that is decided already', async () => {
    const id = ids[2] ?? ''
    const title = `Narrow statement 1 of Read (${id.slice(0, 12)})`
    const first = await decide(id.slice(0, 6).toUpperCase(), 'keep', '--reason', 'year end', '--until', '2099-01-31')
    expect(first).toMatchObject({ code: 0, stdout: `kept until 2099-01-31: ${title}: year end\n` })
    const again = await decide(id, 'keep', '--reason', ' year end ', '--until', '2099-01-31')
    expect(again).toMatchObject({ code: 0, stdout: `already kept until 2099-01-31: ${title}: year end\n` })
    const changed = await decide(id, 'defer', '--reason', 'ask', '--until', '2098-01-31')
    expect(changed.stdout).toMatch(
      /^deferred until 2098-01-31: .*: ask\n {2}instead of kept until 2099-01-31 by .*arn:aws:iam::111122223333:.* on 20\d\d-\d\d-\d\d: year end\n$/,
    )
  })

  it('holds until its date, also in the list, which shows a reason as it is written', async () => {
    const soon = new Date((await sandbox.now()).getTime() + 86_400_000).toISOString()
    await decide(ids[1] ?? '', 'keep', '--reason', 'year\u001b[2J\nend', '--until', soon)
    const list = () => runHere(project.folder, ['review', 'list', ...SANDBOX])
    const kept = (await list()).stdout
    expect(kept).toContain(`  keep until ${soon} by `)
    expect(kept).toContain(': year\\u001b[2J\\u000aend\n')
    expect(kept).toContain('3 proposals, 2 open.\n')
    await sandbox.advance({ days: 2 })
    expect((await list()).stdout).toContain('3 proposals, 3 open.\n')
  })

  it('takes one proposal of a file once, by whatever beginning of its id', async () => {
    const id = ids[0] ?? ''
    const block = (name: string, box: string): string => `### Proposal ${name}\n- [x] ${box}\nReason: x\n`
    project.write({ 'review.md': `${block(id, 'keep')}${block(id.slice(0, 8), 'accept')}` })
    expect((await decide('--from', 'review.md')).stderr).toContain(
      `proposal \`${id}\` is decided in line 2 already, under another beginning of its id`,
    )
    expect(written()).toEqual(['review.md'])
  })
})

describe('two who decide in two clones', () => {
  it('are named by the status once their histories meet, until somebody decides who knows of both', async () => {
    const audit = (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        written()
          .filter((file) => file.startsWith('audit/'))
          .map((file) => [file, project.files()[file] ?? '']),
      )
    const id = ids[0] ?? ''
    await decide(id, 'keep', '--reason', 'one clone')
    const one = audit()
    for (const file of Object.keys(one)) rmSync(`${project.folder}/${file}`)
    await decide(id, 'accept', '--reason', 'the other clone')
    project.write(one)
    const status = async (): Promise<string> => (await runHere(project.folder, ['review', 'status', ...SANDBOX])).stdout
    const line =
      /^ {2}\w{12} was decided twice by people who did not know of each other: accept by .* holds, and not keep by /m
    expect(await status()).toMatch(line)
    await decide(id, 'keep', '--reason', 'we have talked')
    expect(await status()).not.toMatch(line)
  })
})

describe('review decide, one by one', () => {
  /** Answers questions in order, and keeps what it refused on the way. */
  function answering(answers: readonly string[]): Asker & { readonly refused: readonly string[] } {
    const left = [...answers]
    const refused: string[] = []
    return {
      refused,
      choose: (_, choices) => {
        const answer = left.shift()
        const chosen = choices.find(({ value }) => value === answer)
        return chosen === undefined ? Promise.reject(new Error(`no choice ${answer}`)) : Promise.resolve(chosen.value)
      },
      write: (_, problem) => {
        for (;;) {
          const text = left.shift() ?? ''
          const wrong = problem(text)
          if (wrong === undefined) return Promise.resolve(text)
          refused.push(wrong)
        }
      },
    }
  }

  it('asks about each open proposal, says at once what is wrong with an answer, and goes on where it stopped', async () => {
    const ask = answering('accept||not needed|defer||2001-01-01|2099-01-01|ask the team|stop'.split('|'))
    const ran = await runHere(project.folder, ['review', 'decide', ...SANDBOX], { ask })
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toMatch(
      /^accepted: .*: not needed\ndeferred until 2099-01-01: .*: ask the team\n2 decisions made\.\n/,
    )
    expect(ask.refused).toEqual([
      `the decision about \`${ids[0]}\` has no reason`,
      'a deferred proposal needs a date until when',
      '`2001-01-01` is over already',
    ])
    const rest = answering(['skip'])
    expect((await runHere(project.folder, ['review', 'decide', ...SANDBOX], { ask: rest })).stdout).toBe(
      '0 decisions made.\n',
    )
    const last = answering(['keep', '', 'needed'])
    const json = await runHere(project.folder, ['review', 'decide', ...SANDBOX, '--json'], { ask: last })
    expect(JSON.parse(json.stdout)).toMatchObject([{ proposal: ids[2], decision: 'keep', reason: 'needed' }])
    const none = await runHere(project.folder, ['review', 'decide', ...SANDBOX], { ask: answering([]) })
    expect(none.stdout).toMatch(/^Nothing of [\d-]+\.json waits for a decision\.\n0 decisions made\.\n$/)
  })

  it('sees what others decide and sign while somebody thinks about an answer', async () => {
    const [first = '', second = ''] = ids
    const others = answering(['skip', 'keep', '', 'needed'])
    const ask: Asker = {
      ...others,
      choose: async (question, choices) => {
        if (question.startsWith('1')) await decide(second, 'keep', '--reason', 'needed')
        if (question.startsWith('3')) {
          await runHere(project.folder, ['review', 'close', '--sign', 'Seen.', '--reason', 'no time', ...SANDBOX])
        }
        return others.choose(question, choices)
      },
    }
    const ran = await runHere(project.folder, ['review', 'decide', ...SANDBOX], { ask })
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('error review-closed: ') })
    expect(ran.stdout).toMatch(/^Decided meanwhile: Remove statement 2 of Build, by .*\.\n$/)
    const status = await runHere(project.folder, ['review', 'status', ...SANDBOX, '--json'])
    expect(JSON.parse(status.stdout)).toMatchObject([
      { state: 'closed', decided: 1, signOff: { open: [first, ids[2]] } },
    ])
  })

  it('says how to decide without a terminal', async () => {
    expect(await decide()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'error invalid-argument: no proposal is named, and nobody is there to be asked\n',
      ),
    })
  })
})

describe('the questions on a terminal', () => {
  function terminal() {
    const [input, output] = [new PassThrough(), new PassThrough()]
    let shown = ''
    output.setEncoding('utf8').on('data', (text: string) => (shown += text))
    return { ask: askOnTerminal({ input, output }), input, shown: () => shown }
  }
  const soon = () => new Promise((resolve) => setTimeout(resolve, 20))

  it('are answered by arrow keys and by writing, and ask again after a bad answer', async () => {
    const { ask, input, shown } = terminal()
    const chosen = ask.choose('What about it?', [
      { value: 'accept', label: 'accept' },
      { value: 'keep', label: 'keep' },
    ])
    await soon()
    input.write('\u001b[B')
    input.write('\r')
    expect(await chosen).toBe('keep')
    const text = ask.write('Why?', (given) => (given === '' ? 'say why' : undefined))
    await soon()
    input.write('\r')
    await soon()
    expect(shown()).toContain('say why')
    input.write('year end')
    input.write('\r')
    expect(await text).toBe('year end')
  })

  it('end by Ctrl-C with the code of a stop', async () => {
    const { ask, input } = terminal()
    const chosen = ask.choose('What about it?', [{ value: 'accept', label: 'accept' }])
    await soon()
    input.write('\u0003')
    await expect(chosen).rejects.toMatchObject({ code: 'interrupted' })
  })
})

describe('review report', () => {
  it.each(['markdown', 'html', 'json', 'csv'])('writes %s into a file', async (form) => {
    const args = ['review', 'report', '--as', form, '--out', `report.${form}`, ...SANDBOX]
    expect(await runHere(project.folder, args)).toMatchObject({ code: 0, stderr: '' })
    expect(project.files()[`report.${form}`]).toContain(ids[0])
  })

  it('knows no other form, and no other review', async () => {
    const other = (...args: readonly string[]) => runHere(project.folder, ['review', 'report', ...args, ...SANDBOX])
    expect((await other('--as', 'pdf')).stderr).toContain('error invalid-argument: `pdf` is no form of a report')
    expect((await other('--review', '2001')).stderr).toContain('error no-review: `2001` is no stored review')
    expect(JSON.parse((await other('--review', '20', '--json')).stdout)).toMatchObject({ windowDays: 90 })
  })
})

describe('review close', () => {
  it('wants a reason where proposals are open, and signs nothing without', async () => {
    const ran = await runHere(project.folder, ['review', 'close', '--sign', 'I have looked at all.', ...SANDBOX])
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toContain(`error review-open: 3 of 3 proposals are not decided: \`${ids[0]}\` and others\n`)
    const status = await runHere(project.folder, ['review', 'status', ...SANDBOX, '--json'])
    expect(JSON.parse(status.stdout)).toMatchObject([{ state: 'open', decided: 0 }])
  })
})

describe('review status', () => {
  const status = async (...args: readonly string[]) =>
    runHere(project.folder, ['review', 'status', ...args, ...SANDBOX])

  it('says nothing of the population while it is as it was frozen, and what has changed since', async () => {
    const same = await status('--json')
    expect(JSON.parse(same.stdout)).toMatchObject([{ state: 'open', changes: null }])
    expect((await status()).stdout).not.toContain('changed since')
    const { 'model.ts': model = '', 'rolewright.config.ts': config = '' } = project.files()
    const after = async (name: string, from: string, to: string): Promise<string> => {
      const written = config.replace(/model(?=(?:\.ts)?')/, name)
      project.write({ [`${name}.ts`]: model.replaceAll(from, to), [`${name}.config.ts`]: written })
      return (await status('--config', `${name}.config.ts`)).stdout
    }
    expect(await after('moved', "'ana'", "'zoe'")).toContain(
      '  changed since: no longer person ana; now person zoe too\n',
    )
    expect(await after('narrowed', "'sns:*'", "'sns:List*'")).toContain(
      '  changed since: owners, tasks, memberships or policies of the model\n',
    )
    expect(await after('renamed', "id: 'developer'", "id: 'engineer'")).toContain(
      '  does not cover role engineer\n  changed since: no longer role developer; no longer person ana; no longer policy Build, Read\n',
    )
  })
})

describe('a stored review', () => {
  it('that somebody has edited is refused by whatever reads it, and one that was only reformatted is not', async () => {
    const file = Object.keys(project.files()).find((name) => /^reviews\/[\d-]+\.json$/.test(name)) ?? ''
    const text = project.files()[file] ?? ''
    const review: { proposals: readonly object[] } = JSON.parse(text)
    try {
      project.write({ [file]: JSON.stringify({ ...review, proposals: review.proposals.slice(1) }, null, 2) })
      const name = file.slice('reviews/'.length)
      for (const args of [
        ['status'],
        ['close', '--sign', 'All is decided.'],
        ['decide', ids[0] ?? '', 'keep', '--reason', 'x'],
      ]) {
        expect(await runHere(project.folder, ['review', ...args, ...SANDBOX])).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringContaining(`error review-changed: \`${name}\` is not the review that was written`),
        })
      }
      project.write({ [file]: JSON.stringify(review, null, 4).replaceAll('\n', '\r\n') })
      expect(await runHere(project.folder, ['review', 'status', ...SANDBOX])).toMatchObject({ code: 0 })
    } finally {
      project.write({ [file]: text })
    }
  })
})

describe('review add', () => {
  const add = (...args: readonly string[]) => runHere(project.folder, ['review', 'add', ...args, ...SANDBOX])
  const stored = (): { readonly file: string; readonly review: object } => {
    const file = Object.keys(project.files()).find((name) => /^reviews\/[\d-]+\.json$/.test(name)) ?? ''
    return { file, review: JSON.parse(project.files()[file] ?? '') }
  }

  it('takes in a review that ran elsewhere, once, with its campaign', async () => {
    const at = new Date(Date.now() - 86_400_000).toISOString()
    project.write({ 'from-lambda.json': JSON.stringify({ ...stored().review, at }) })
    const added = await add('from-lambda.json', '--deadline', '14')
    expect(added).toMatchObject({
      code: 0,
      stdout: `3 proposals to decide, in ${at.slice(0, 10)}-111122223333.json.\n`,
    })
    expect((await add('from-lambda.json')).stdout).toBe(
      `It is there already, as ${at.slice(0, 10)}-111122223333.json.\n`,
    )
    const all = await runHere(project.folder, ['review', 'status', '--all', '--json', ...SANDBOX])
    const deadline = new Date(Date.parse(at) + 14 * 86_400_000).toISOString()
    expect(JSON.parse(all.stdout)).toContainEqual(
      expect.objectContaining({
        file: `${at.slice(0, 10)}-111122223333.json`,
        of: 3,
        campaign: expect.objectContaining({ deadline }),
      }),
    )
  })

  it('writes what a killed run has left out of the history, and takes another review of the same moment for another', async () => {
    const at = new Date(Date.now() - 2 * 86_400_000).toISOString()
    const { review } = stored()
    const file = `${at.slice(0, 10)}-111122223333.json`
    project.write({
      [`reviews/${file}`]: JSON.stringify({ ...review, at }),
      'other.json': JSON.stringify({ ...review, at, windowDays: 30 }),
    })
    expect((await add(`reviews/${file}`)).stdout).toBe(`3 proposals to decide, in ${file}.\n`)
    expect((await add(`reviews/${file}`)).stdout).toBe(`It is there already, as ${file}.\n`)
    expect((await add('other.json')).stdout).toBe(`3 proposals to decide, in ${file.replace('.json', '-2.json')}.\n`)
    const all = await runHere(project.folder, ['review', 'status', '--all', '--json', ...SANDBOX])
    const campaigns: readonly { campaign?: { review: string } }[] = JSON.parse(all.stdout)
    expect(campaigns.map(({ campaign }) => campaign?.review)).toContain(file)
  })

  it.each([
    ['what is no JSON', '{', 'unreadable-review'],
    ['what is no review', '{}', 'unreadable-review'],
    ['a review of another account', { accountId: '444455556666' }, 'wrong-account'],
    ['a proposal of a kind that nobody knows', { proposals: [{ kind: 'delete-everything' }] }, 'unreadable-review'],
    ['a date that is a path', { at: '../../../etc/passwd' }, 'unreadable-review'],
  ])('takes nothing of %s', async (_, change, code) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...stored().review, ...change })
    project.write({ 'from-lambda.json': text })
    expect(await add('from-lambda.json')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`error ${code}: `),
    })
    expect(written()).toEqual(['from-lambda.json'])
  })
})

describe('a review past its deadline', () => {
  it('is overdue, can still be decided, and says that it was signed late and what is deferred only', async () => {
    const now = await sandbox.advance({ days: 60 })
    const day = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
    const review = (...args: readonly string[]) => runHere(project.folder, ['review', ...args, ...SANDBOX])
    await decide(ids[0] ?? '', 'defer', '--reason', 'ask', '--until', day(30))
    await decide(ids[1] ?? '', 'keep', '--reason', 'needed')
    expect((await review('status')).stdout).toMatch(
      /\.json {2}overdue, to be decided by \S+: 2 of 3 decided \(66 %\), 1 of them deferred\n/,
    )
    expect((await review('close', '--sign', 'Seen.')).stderr).toContain(
      `error review-open: 1 of 3 proposals is not decided: \`${ids[2]}\`\n`,
    )
    expect(await review('close', '--sign', 'Seen.', '--reason', 'no time')).toMatchObject({ code: 0 })
    expect((await review('status')).stdout).toMatch(
      /closed, .*2 of 3 decided.*\n.*\n.*\n {2}signed by .* on \S+, after the deadline: Seen\.\n {2}1 left open: no time\n$/,
    )
  })
})
