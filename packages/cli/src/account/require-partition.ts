import { type AccountDefinition, RolewrightError } from '@rolewright/core'

/** Refuses an account that answers from another partition than the one meant: every ARN of the model would be of what is not there. */
export function requirePartition(
  { id, partition: meant = 'aws' }: AccountDefinition,
  answers: string | undefined,
): void {
  if (answers === undefined || answers === meant) return
  throw new RolewrightError({
    code: 'wrong-partition',
    message: `the account that answers is in the partition \`${answers}\` of AWS, and \`${id}\` is meant to be in \`${meant}\``,
    hint: `say \`partition: '${answers}'\` where \`${id}\` is defined, or name another account with \`--account\``,
  })
}

/** Refuses an account of another partition than `aws`, for a command whose ARNs are all of that one. */
export function requireStandardPartition({ id, partition = 'aws' }: AccountDefinition, command: string): void {
  if (partition === 'aws') return
  throw new RolewrightError({
    code: 'partition-unsupported',
    message: `\`rolewright ${command}\` knows accounts in the partition \`aws\` alone, and \`${id}\` is in \`${partition}\``,
    hint: 'name another account with `--account`; `plan`, `apply`, `drift` and `people` know this one too',
  })
}
