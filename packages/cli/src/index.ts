export { run } from './frame/run.ts'
export type { Io } from './frame/io.ts'
