import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

/** A server of moto, the emulator of AWS that others made. */
export interface Moto {
  readonly url: string
  readonly stop: () => void
}

const command = fileURLToPath(new URL('../../../../.venv/bin/moto_server', import.meta.url))

/** Starts moto's server for one account number on a free port, AWS managed policies loaded. */
export async function startMoto(accountId: string): Promise<Moto> {
  if (!existsSync(command)) {
    throw new Error("moto is not installed: run `python3 -m venv .venv && .venv/bin/pip install 'moto[server]==5.2.5'`")
  }
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(command, ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: 'ignore',
  })
  await untilItAnswers(url, server)
  return { url, stop: () => void server.kill() }
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode}`)
    const answered = await fetch(`${url}/moto-api/`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
  server.kill()
  throw new Error('moto did not answer within 30 seconds')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
