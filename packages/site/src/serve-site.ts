import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A site that is being served; `close` ends it. */
export interface ServedSite {
  readonly url: string
  /** Lets open pages reload, where the site was served with `reload`. */
  reload(): void
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.xml': 'application/xml; charset=utf-8',
  '.wasm': 'application/wasm',
}

// No page can have these addresses, since their parts hold no dots.
const RELOAD_SCRIPT = 'rolewright.reload.js'
const RELOAD_EVENTS = 'rolewright.reload'

/**
 * Serves a built site on this machine alone, to look at it. `port` 0 takes any free one.
 *
 * @example
 * ```ts
 * const site = await serveSite({ dir: 'site', base: '/access/', port: 4700 })
 * console.log(site.url) // http://127.0.0.1:4700/access/
 * ```
 */
export async function serveSite(options: {
  readonly dir: string
  readonly base?: string
  readonly port?: number
  /** Adds to each page a script that reloads it on demand. */
  readonly reload?: boolean
}): Promise<ServedSite> {
  const base = `/${(options.base ?? '').split('/').filter(Boolean).join('/')}/`.replace('//', '/')
  const dir = resolve(options.dir)
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (options.reload === true && request.url === `${base}${RELOAD_EVENTS}`) {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
        response.write(':\n\n')
        open.add(response)
        response.on('close', () => open.delete(response))
        return
      }
      if (options.reload === true && request.url === `${base}${RELOAD_SCRIPT}`) {
        response.writeHead(200, { 'content-type': TYPES['.js'] })
        response.end(`new EventSource(${JSON.stringify(base + RELOAD_EVENTS)}).onmessage = () => location.reload()\n`)
        return
      }
      const file = await fileOf(request.url ?? '/', { dir, base })
      response.statusCode = file === undefined ? 404 : 200
      const shown = file ?? (await existing(join(dir, '404.html')))
      response.setHeader('content-type', TYPES[extname(shown ?? '')] ?? 'application/octet-stream')
      response.setHeader('x-content-type-options', 'nosniff')
      if (shown === undefined || request.method === 'HEAD') response.end()
      else if (options.reload === true && shown.endsWith('.html')) {
        response.setHeader('cache-control', 'no-store')
        response.end(`${await readFile(shown, 'utf8')}<script src="${base}${RELOAD_SCRIPT}"></script>`)
      } else await pipeline(createReadStream(shown), response)
    }
    // A reader who goes away in the middle of a file is no reason to stop serving.
    answer().catch(() => response.destroy())
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port ?? 0, '127.0.0.1', done)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : (options.port ?? 0)
  return {
    url: `http://127.0.0.1:${port}${base}`,
    reload: () => {
      for (const response of open) response.write('data: changed\n\n')
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function fileOf(url: string, { dir, base }: { dir: string; base: string }): Promise<string | undefined> {
  const path = decode(new URL(url, 'http://localhost').pathname)
  if (path === undefined || !`${path}/`.startsWith(base)) return undefined
  const file = resolve(dir, `./${path.slice(base.length)}`)
  if (file !== dir && !file.startsWith(`${dir}${sep}`)) return undefined
  return (await existing(file)) ?? (await existing(join(file, 'index.html')))
}

async function existing(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() === true ? file : undefined
}

function decode(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
