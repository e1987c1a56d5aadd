import type { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import type { ServiceId } from './services.ts'
import type { Signer } from './signer.ts'

/** A request as its protocol reads it, and how that protocol answers it. */
export interface Envelope {
  readonly service: ServiceId
  readonly signer: Signer | undefined
  readonly contentType: string
  /** Which operation it asks for. Throws {@link AwsError} where that is none of the service's. */
  readonly open: () => OpenEnvelope
  readonly refuse: (error: AwsError, requestId: string) => { readonly status: number; readonly body: string }
}

/** A request whose operation is known. */
export interface OpenEnvelope {
  readonly operation: Operation
  /** Throws {@link AwsError} that tells what is wrong with the input. */
  readonly readInput: () => object
  readonly writeOutput: (output: unknown, requestId: string) => string
}

/** An HTTP request, as far as it matters here. Header names are in lower case. */
export interface SandboxRequest {
  readonly method: string
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
