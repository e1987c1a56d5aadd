import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { modelWith } from './testing/project.testing.ts'
import { projectsOfThisFile } from './testing/projects.testing.ts'
import { rolewright } from './testing/rolewright.testing.ts'

const project = projectsOfThisFile()

it('site dev builds again when the model changes, keeps the site while it is wrong, and stops cleanly', async () => {
  const given = project()
  let child: ChildProcess | undefined
  let printed = ''
  let said = ''
  const ended = rolewright(given.folder, ['site', 'dev', '--port', '0', '--json', '--no-api', '--source', '.'], {
    onStart: (started) => {
      child = started
      started.stdout?.on('data', (text: string) => {
        printed += text
      })
      started.stderr?.on('data', (text: string) => {
        said += text
      })
    },
  })
  const until = async (what: string, is: () => boolean | Promise<boolean>): Promise<void> => {
    const last = Date.now() + 120_000
    while (!(await is())) {
      if (Date.now() > last) throw new Error(`never ${what}; it said: ${said}`)
      await setTimeout(100)
    }
  }

  await until('served', () => printed.endsWith('\n'))
  const { url } = JSON.parse(printed)
  const page = async (): Promise<string> => (await fetch(`${url}roles/clerk/`)).text()
  expect(await page()).toContain('<h1 id="_top">Clerk</h1>')
  expect(await page()).toContain('rolewright.reload.js')
  const events = await fetch(`${url}rolewright.reload`)
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()

  given.write({ 'model.ts': modelWith("title: 'Clerk'", "title: 'Chief clerk'") })
  await until('built again', async () => (await page()).includes('<h1 id="_top">Chief clerk</h1>'))
  let heard = ''
  await until('told open pages', async () => {
    heard += (await reader?.read())?.value ?? ''
    return heard.includes('data: changed')
  })

  given.write({ 'model.ts': modelWith("owner: 'finance@example.com'", "owner: ''") })
  await until('said what is wrong', () => said.includes('error model-invalid'))
  expect(await page()).toContain('Chief clerk')

  // Whatever is being built when it is told to stop is ended with it.
  given.write({ 'model.ts': modelWith("title: 'Clerk'", "title: 'Bookkeeper'") })
  await setTimeout(1500)
  child?.kill('SIGINT')
  const ran = await ended
  expect(ran.code).toBe(0)
  expect(ran.stderr).not.toContain('unexpected')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  // What it served lies in the cache, and nothing beside it.
  expect(existsSync(join(given.folder, 'node_modules/.cache/rolewright-site-dev/index.html'))).toBe(true)
  expect(readdirSync(given.folder).toSorted()).toEqual([
    'model.ts',
    'node_modules',
    'package.json',
    'rolewright.config.ts',
  ])
}, 240_000)
