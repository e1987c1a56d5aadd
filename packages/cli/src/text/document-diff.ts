import type { PolicyDocument } from '@rolewright/core'
import type { Paint } from '../frame/io.ts'
import { lineDiff } from './line-diff.ts'

/** Two documents as JSON, line by line. */
export function documentDiff(before: PolicyDocument, after: PolicyDocument, paint: Paint): readonly string[] {
  return lineDiff(linesOf(before), linesOf(after), paint)
}

function linesOf(document: PolicyDocument): readonly string[] {
  return JSON.stringify(document, null, 2).split('\n')
}
