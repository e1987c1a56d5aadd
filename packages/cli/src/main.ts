import { run } from './frame/run.ts'
import { systemIo } from './frame/io.ts'

process.exitCode = await run(process.argv.slice(2), systemIo())
