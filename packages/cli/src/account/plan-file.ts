import { writeFile } from 'node:fs/promises'
import type { Plan } from '@rolewright/core'

/** Writes a plan as JSON. */
export async function writePlanFile(file: string, plan: Plan): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`)
}
