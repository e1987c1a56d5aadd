import type { BenchRow } from './bench-row.ts'
import { decisionsRow } from './decisions-row.ts'

/** Decisions a second on a policy of one statement. */
export default async function decideOneStatement(): Promise<BenchRow> {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bills/*' }],
  })
  return decisionsRow({ work: 'decisions a second, one statement', text, atLeast: 300 })
}
