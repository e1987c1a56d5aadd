/** Whose requests they are: an access key that the account issued is its user, any other the administrator. */
export interface SandboxCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey?: string
  readonly sessionToken?: string
}
