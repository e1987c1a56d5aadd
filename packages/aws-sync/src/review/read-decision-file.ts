import { nearest, type ReviewDecision, visibleText } from '@rolewright/core'
import { type FileProblem, type Line, shownLines } from './shown-lines.ts'

export type { FileProblem }

/** What a file says about one proposal; lines count from 1. */
export interface WrittenDecision {
  readonly proposal: string
  readonly decision: ReviewDecision['decision']
  readonly reason: string
  readonly until?: string
  /** Of the box that is ticked. */
  readonly line: number
}

const WORDS = ['accept', 'keep', 'defer'] as const
const HEADING = /^#{1,6}\s+(.*)$/
const PROPOSAL = /^[\s*_`]*proposal\b[\s*_`:]*(.*)$/i
const BOX = /^(?:[-*+•]|\d+[.)])\s*(?:\[([^\]]*)\]|([☐☑☒✓✔]))\s*(.*)$/u
const FIELD = /^(?:[-*+•]\s+)?[*_]*(reason|until)[*_]*\s*:[*_]*\s*(.*)$/i

/**
 * Reads what somebody ticked in a report of a review (Markdown, as `review report --as markdown` writes it): also when it was quoted in
 * an answer by e-mail, when its text was edited, or when its lines end as on Windows. What stands in code blocks is evidence and not read.
 *
 * Gives every problem, not only the first; a proposal without a ticked box is not decided.
 *
 * @example
 * ```ts
 * readDecisionFile('### Proposal 3f9a12\n- [x] accept\nReason: nobody used it').decisions // one, in line 2
 * ```
 */
export function readDecisionFile(text: string): {
  readonly decisions: readonly WrittenDecision[]
  readonly problems: readonly FileProblem[]
} {
  const problems: FileProblem[] = []
  const blocks = blocksOf(text, problems)
  if (blocks.length + problems.length === 0) {
    const hint = 'give the report that `rolewright review report --as markdown` wrote, with its boxes ticked'
    problems.push({ line: 1, message: 'no proposal stands in it', hint })
  }
  const seen = new Map<string, number>()
  const decisions = blocks.flatMap((block): readonly WrittenDecision[] => {
    const first = seen.get(block.proposal)
    if (first !== undefined && block.proposal !== '') {
      problems.push({
        line: block.line,
        message: `proposal \`${block.proposal}\` stands in line ${first} already`,
        hint: 'leave one of the two',
      })
      return []
    }
    seen.set(block.proposal, block.line)
    return decisionOf(block, problems)
  })
  return { decisions, problems: problems.toSorted((a, b) => a.line - b.line) }
}

interface Block {
  readonly proposal: string
  readonly line: number
  readonly boxes: { readonly line: number; readonly ticked: boolean; readonly text: string }[]
  readonly reason: Line[]
  readonly until: Line[]
}

function blocksOf(text: string, problems: FileProblem[]): readonly Block[] {
  const blocks: Block[] = []
  let block: Block | undefined
  let reasonGoesOn = false
  for (const { line, text: content } of shownLines(text, problems)) {
    const heading = HEADING.exec(content)?.[1]
    if (heading !== undefined) {
      block = blockOf(heading, line, problems)
      if (block !== undefined) blocks.push(block)
      reasonGoesOn = false
      continue
    }
    const field = FIELD.exec(content)
    const box = BOX.exec(content)
    if (box !== null && reasonGoesOn && isTextOf(box)) block?.reason.push({ line, text: content })
    else if (box !== null) {
      reasonGoesOn = false
      takeBox({ box, line, block, problems })
    } else if (field !== null && block !== undefined) {
      const isReason = field[1]?.toLowerCase() === 'reason'
      const value = (field[2] ?? '').trim()
      if (value !== '') (isReason ? block.reason : block.until).push({ line, text: value })
      reasonGoesOn = isReason
    } else if (content === '') reasonGoesOn = false
    else if (reasonGoesOn) block?.reason.push({ line, text: content })
  }
  return blocks
}

/** Whether an empty box is a list of the author's own, such as what is still to be asked, and none that decides. */
function isTextOf(box: RegExpExecArray): boolean {
  const word = wordOf(box[3] ?? '')
  return !isTicked(markOf(box)) && WORDS.every((one) => one !== word) && nearest(word, WORDS) === undefined
}

function blockOf(heading: string, line: number, problems: FileProblem[]): Block | undefined {
  const named = PROPOSAL.exec(heading)?.[1]
  if (named === undefined) return undefined
  const proposal = /^[0-9a-f]{6,64}(?![0-9a-z])/i.exec(named)?.[0]?.toLowerCase() ?? ''
  if (proposal === '') {
    problems.push({
      line,
      message: `the heading \`${visibleText(heading).slice(0, 80)}\` names no proposal`,
      hint: 'write the proposal’s id behind `Proposal`, as the report had it',
    })
  }
  return { proposal, line, boxes: [], reason: [], until: [] }
}

function takeBox(given: {
  readonly box: RegExpExecArray
  readonly line: number
  readonly block: Block | undefined
  readonly problems: FileProblem[]
}): void {
  const { box, line, block, problems } = given
  const mark = markOf(box)
  const ticked = isTicked(mark)
  if (!ticked && !/^[_☐]?$/u.test(mark)) {
    problems.push({
      line,
      message: `\`[${visibleText(mark).slice(0, 20)}]\` is neither a ticked box nor an empty one`,
      hint: 'write `[x]` or `[ ]`',
    })
  } else if (block !== undefined) block.boxes.push({ line, ticked, text: box[3] ?? '' })
  else if (ticked) {
    problems.push({ line, message: 'a box is ticked that belongs to no proposal', hint: 'tick it below its proposal' })
  }
}

function decisionOf(block: Block, problems: FileProblem[]): readonly WrittenDecision[] {
  const problem = (line: number, message: string, hint: string): readonly WrittenDecision[] => {
    problems.push({ line, message, hint })
    return []
  }
  const words = block.boxes.map(({ text }) => wordOf(text))
  const twice = block.boxes.find(({ text }, index) => words.indexOf(wordOf(text)) < index)
  if (twice !== undefined) {
    return problem(
      twice.line,
      `proposal \`${block.proposal}\` has the box \`${visibleText(wordOf(twice.text))}\` twice: a heading may have been lost between them`,
      'put the heading of the other proposal back',
    )
  }
  const [box, second] = block.boxes.filter(({ ticked }) => ticked)
  const [reason] = block.reason
  if (box === undefined) {
    if (reason === undefined && block.until[0] === undefined) return []
    return problem(
      reason?.line ?? block.line,
      `proposal \`${block.proposal}\` has ${reason === undefined ? 'a date' : 'a reason'}, and no box is ticked`,
      'tick one box, or take the text out',
    )
  }
  if (second !== undefined) {
    return problem(second.line, `two boxes of proposal \`${block.proposal}\` are ticked`, 'tick one')
  }
  const word = wordOf(box.text)
  const decision = WORDS.find((one) => one === word)
  if (decision === undefined) {
    const near = nearest(word, WORDS)
    return problem(
      box.line,
      `\`${visibleText(box.text).slice(0, 40)}\` is not a decision`,
      near === undefined ? 'write accept, keep or defer behind the box' : `did you mean \`${near}\`?`,
    )
  }
  if (reason === undefined) {
    return problem(box.line, `proposal \`${block.proposal}\` is decided without a reason`, 'say why behind `Reason:`')
  }
  if (block.proposal === '') return []
  const dates = new Set([...dateBehind(box.text), ...block.until.map(({ text }) => text)])
  const [until, other] = dates
  if (other !== undefined) {
    return problem(box.line, `proposal \`${block.proposal}\` has two dates, \`${until}\` and \`${other}\``, 'leave one')
  }
  return [
    {
      proposal: block.proposal,
      decision,
      reason: block.reason.map(({ text }) => text).join(' '),
      ...(until === undefined ? {} : { until }),
      line: box.line,
    },
  ]
}

/** What is written behind `until` on the line of a box; what is no date is refused with it, rather than left out. */
function dateBehind(text: string): readonly string[] {
  const written = /\buntil\b[\s:*_]*(.*)$/i.exec(text)?.[1]
  if (written === undefined) return []
  const [first = ''] = written.split(/\s/)
  return [(/^\d/.test(first) ? first : written).replace(/[\s.,;:)*_`]+$/, '')]
}

function markOf(box: RegExpExecArray): string {
  return (box[1] ?? box[2] ?? '').trim()
}

function isTicked(mark: string): boolean {
  return /^[x*✓✔☑☒]$/iu.test(mark)
}

/** The first word behind a box, in lower case. */
function wordOf(text: string): string {
  return /^[\s*_`]*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? ''
}
