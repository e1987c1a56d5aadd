// Builds the site of a company of one size: `node build-company.ts SIZE FOLDER`. Prints pages and seconds as JSON.
import { buildSite } from '@rolewright/site'
import { companyWithHistory } from './company-with-history.ts'

const [size, folder = ''] = process.argv.slice(2)
const input = companyWithHistory(Number(size))
const { roles, people } = input.model
const entries = [input.history ?? []].flat().reduce((sum, history) => sum + history.entries.length, 0)
const began = performance.now()
const { user, system } = process.cpuUsage()
const { pages } = await buildSite({ ...input, outDir: `${folder}/site`, workDir: `${folder}/work`, api: false })
const seconds = (performance.now() - began) / 1000
// What it took to make the company up is no part of the build.
const made = (user + system) / 1e6
console.log(JSON.stringify({ pages, seconds, made, roles: roles.length, people: people.length, entries }))
