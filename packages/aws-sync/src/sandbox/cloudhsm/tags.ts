import type { Tag } from '@aws-sdk/client-cloudhsm-v2'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { newTags } from '../tag-list.ts'
import type { Tags } from '../state/entities.ts'

export const clusterId: z.ZodType<string> = z.string().regex(/^cluster-[2-7a-zA-Z]{11,16}$/)

export const tagInput: z.ZodType<{ Key: string; Value: string }> = z.object({
  Key: z.string().min(1).max(128),
  Value: z.string().max(256),
})

/** `tags` with `added` put over them, refused in CloudHSM's words. */
export function newCloudHsmTags(tags: Tags, added: readonly Tag[] | undefined): Tags {
  try {
    return newTags(
      tags,
      added?.map(({ Key, Value }) => ({ Key: Key ?? '', Value: Value ?? '' })),
    )
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new AwsError('CloudHsmTagException', error.message)
  }
}
