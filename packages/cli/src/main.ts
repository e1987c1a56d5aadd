import { endedEarly } from './frame/ended-early.ts'
import { systemIo } from './frame/io.ts'
import { run } from './frame/run.ts'

async function main(): Promise<void> {
  const io = systemIo()
  const done = endedEarly(io)
  process.exitCode = await run(process.argv.slice(2), io)
  done()
}

// Not awaited: where a config waits for ever, the process comes to its end all the same, and that is told.
void main()
