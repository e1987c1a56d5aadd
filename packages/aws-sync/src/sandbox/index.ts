export type { Advance } from './clock.ts'
export type { SandboxServer } from './http-server.ts'
export type { SignIn } from './sign-in.ts'
export type { Use } from './use.ts'
export {
  openSandbox,
  type Sandbox,
  type SandboxClients,
  type SandboxCredentials,
  type SandboxOptions,
} from './open-sandbox.ts'
