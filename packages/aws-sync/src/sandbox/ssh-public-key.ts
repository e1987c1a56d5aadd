import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto'
import { AwsError } from './aws-error.ts'

/** An RSA key in the line form of SSH, whichever of the two forms it came in: an SSH line, or PEM. */
export function toSshLine(text: string): string {
  const [kind, body] = text.trim().split(/\s+/)
  if (kind === 'ssh-rsa' && body !== undefined) {
    jwkOf(body)
    return `ssh-rsa ${body}`
  }
  if (!text.includes('-----BEGIN')) throw unrecognised()
  try {
    return `ssh-rsa ${sshBlob(createPublicKey(text).export({ format: 'jwk' }))}`
  } catch (error) {
    if (error instanceof AwsError) throw error
    throw invalid()
  }
}

/** A key in the form asked for; given in the line form of SSH. */
export function inEncoding(line: string, encoding: string): string {
  if (encoding === 'SSH') return line
  if (encoding !== 'PEM') throw unrecognised()
  const key = createPublicKey({ key: jwkOf(line.split(' ')[1] ?? ''), format: 'jwk' })
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

/** MD5, in pairs of digits, as AWS tells a key's fingerprint. */
export function fingerprintOf(line: string): string {
  const digest = createHash('md5')
    .update(Buffer.from(line.split(' ')[1] ?? '', 'base64'))
    .digest('hex')
  return (digest.match(/../g) ?? []).join(':')
}

function jwkOf(body: string): JsonWebKey {
  const [kind, e, n] = fieldsOf(Buffer.from(body, 'base64'))
  if (kind?.toString() !== 'ssh-rsa' || e === undefined || n === undefined) throw invalid()
  return { kty: 'RSA', e: unsigned(e), n: unsigned(n) }
}

const unsigned = (bytes: Buffer): string => bytes.subarray(bytes[0] === 0 ? 1 : 0).toString('base64url')

/** SSH writes each field after its length, in four bytes. */
function fieldsOf(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw invalid()
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

function sshBlob({ kty, n, e }: JsonWebKey): string {
  if (kty !== 'RSA' || n === undefined || e === undefined) throw invalid()
  const fields = [Buffer.from('ssh-rsa'), positive(e), positive(n)]
  return Buffer.concat(fields.flatMap((field) => [lengthOf(field), field])).toString('base64')
}

/** A number whose first bit is set would be read as negative. */
function positive(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

function lengthOf(field: Buffer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(field.length)
  return bytes
}

const invalid = (): AwsError => new AwsError('InvalidPublicKey', 'The public key is malformed or otherwise invalid.')
const unrecognised = (): AwsError =>
  new AwsError('UnrecognizedPublicKeyEncoding', 'The public key encoding format is unsupported or unrecognized.')
