#!/usr/bin/env node
// A published package holds dist only; inside the workspace there is src, and it wins so that nothing stale runs.
import { existsSync } from 'node:fs'

const source = new URL('../src/main.ts', import.meta.url)
await import(existsSync(source) ? source.href : '../dist/main.js')
