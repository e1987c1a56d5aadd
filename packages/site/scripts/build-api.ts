// Puts the API reference into the built package, so that a company's own site needs neither TypeDoc nor a compiler.
import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { apiReference } from '../src/api/api-reference.ts'

const { folder } = await apiReference()
const target = fileURLToPath(new URL('../dist/api-reference/', import.meta.url))
await rm(target, { recursive: true, force: true })
await cp(folder, target, { recursive: true })
