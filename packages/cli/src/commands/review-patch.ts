import type { Command } from 'commander'
import type { Start } from '../frame/context.ts'

export function addReviewPatch(_group: Command, _start: Start): void {
  // written when patches land
}
