export type { Advance } from './clock.ts'
export type { SandboxServer } from './http-server.ts'
export {
  openSandbox,
  type Sandbox,
  type SandboxClients,
  type SandboxCredentials,
  type SandboxOptions,
} from './open-sandbox.ts'
