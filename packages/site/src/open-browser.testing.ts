import { type Browser, chromium } from 'playwright-core'
import { existsSync } from 'node:fs'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Chromium from npm, with the libraries that it brings for bare Linux machines; elsewhere the one that is installed. */
export async function openBrowser(): Promise<Browser> {
  const chosen = process.env['CHROMIUM_PATH'] ?? (process.platform === 'linux' ? undefined : INSTALLED.find(existsSync))
  if (chosen !== undefined) return chromium.launch({ executablePath: chosen, args: ['--no-sandbox'] })
  // It unpacks its libraries, and points the loader at them, only where it believes itself to be on AWS Lambda.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x'
  const { default: packed } = await import('@sparticuz/chromium')
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}
