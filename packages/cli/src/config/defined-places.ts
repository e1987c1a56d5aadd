import type { SourceLocation } from '@rolewright/aws-sync'
import { RolewrightError } from '@rolewright/core'

/** Where the source defines what; nothing for a source that can't be parsed, since loading it has said so already. */
export async function definedPlaces(folder: string): Promise<readonly SourceLocation[]> {
  const { sourceLocations } = await import('@rolewright/aws-sync')
  return sourceLocations(folder).catch((error: unknown) => {
    if (error instanceof RolewrightError && error.code === 'source-not-parsed') return []
    throw error
  })
}
