#!/usr/bin/env node
// A published package holds dist only; inside the workspace there is src, and it wins so that nothing stale runs.
import { existsSync } from 'node:fs'
import module from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  // Older ones can't load TypeScript, so this has to be said before anything else is imported.
  process.stderr.write(
    `error node-too-old: rolewright needs Node 22.18 or newer, this is ${process.versions.node}\n` +
      '  where: ' +
      process.execPath +
      '\n  mend:  install a newer Node from https://nodejs.org, or use `nvm install 24`\n',
  )
  process.exitCode = 1
} else {
  module.enableCompileCache()
  const source = new URL('../src/main.ts', import.meta.url)
  await import(existsSync(source) ? source.href : '../dist/main.js')
}
