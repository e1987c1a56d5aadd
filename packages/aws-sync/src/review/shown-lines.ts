/** Something that is wrong in the file. */
export interface FileProblem {
  readonly line: number
  /** One line for a person. */
  readonly message: string
  readonly hint: string
}

/** A line of the file; lines count from 1. */
export interface Line {
  readonly line: number
  readonly text: string
}

/** The lines outside code blocks and comments, without the marks of a quotation and without white space around them. */
export function shownLines(text: string, problems: FileProblem[]): readonly Line[] {
  const lines: Line[] = []
  let fence: { readonly mark: string; readonly line: number } | undefined
  let comment: number | undefined
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const quoted = raw.replace(/^(?:\s*>)+/, '').trim()
    const { shown, goesOn } = fence === undefined ? shownOf(quoted, comment !== undefined) : { shown: quoted }
    const content = shown.trim()
    comment = goesOn === true ? (comment ?? index + 1) : undefined
    const mark = /^(`{3,}|~{3,})/.exec(content)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence.mark) === true && content === mark) fence = undefined
    } else if (mark === undefined) lines.push({ line: index + 1, text: content })
    else fence = { mark, line: index + 1 }
  }
  if (fence !== undefined) {
    problems.push({
      line: fence.line,
      message: 'a code block begins and never ends, so that nobody knows what stands behind it',
      hint: 'end it with a line like the one it begins with',
    })
  }
  if (comment !== undefined) {
    problems.push({
      line: comment,
      message: 'a comment begins and never ends, so that nobody sees what stands behind it',
      hint: 'end it with `-->`, or take `<!--` out',
    })
  }
  return lines
}

/** A line without its comments: whoever looks at the page in a browser sees nothing of them, so they decide nothing. */
function shownOf(line: string, inComment: boolean): { readonly shown: string; readonly goesOn: boolean } {
  const end = inComment ? line.indexOf('-->') : 0
  if (end === -1) return { shown: '', goesOn: true }
  let goesOn = false
  const shown = (inComment ? line.slice(end + 3) : line).replaceAll(
    /(?<!\\)(`+)(?:.*?)\1|(?<!\\)<!--.*?(?:-->|$)/g,
    (part: string, code?: string) => {
      if (code !== undefined) return part
      if (!part.endsWith('-->')) goesOn = true
      return ''
    },
  )
  return { shown, goesOn }
}
