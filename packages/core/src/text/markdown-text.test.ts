import { expect, it } from 'vitest'
import { markdownSentence } from './markdown-text.ts'

it.each([
  ['`iam:*` stays and may need `sts:AssumeRole`', '`iam:*` stays and may need `sts:AssumeRole`'],
  ['nobody_s [x](y) of `a`', 'nobody\\_s \\[x\\]\\(y\\) of `a`'],
  ['one ` alone', 'one \\` alone'],
  ['``', '\\`\\`'],
  ['`<b>`', '`<b>`'],
])('shows %s as %s', (sentence, markdown) => {
  expect(markdownSentence(sentence)).toBe(markdown)
})
