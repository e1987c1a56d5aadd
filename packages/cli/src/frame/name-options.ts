import { InvalidArgumentError } from 'commander'

// What AWS would refuse in the middle of the work is refused before it begins. See "IAM and AWS STS quotas" and "Rules for tagging" in the IAM
// User Guide, and `CreateAccountAlias` in the API reference.

type Tags = Readonly<Record<string, string>>

/** `--tag key=value`, which may be given again. */
export function tagOf(text: string, earlier: Tags = {}): Tags {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write a tag as key=value')
  const [key, value] = [text.slice(0, at), text.slice(at + 1)]
  if (key.length > 128 || value.length > 256 || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + value)) {
    throw new InvalidArgumentError(
      'a tag has a key of 128 and a value of 256 characters at most, of letters, digits, space and _.:/=+-@',
    )
  }
  if (/^aws:/i.test(key)) throw new InvalidArgumentError('tags that begin with `aws:` are AWS’s own')
  const twin = Object.keys(earlier).find((each) => each !== key && each.toLowerCase() === key.toLowerCase())
  if (twin !== undefined) throw new InvalidArgumentError(`IAM takes \`${twin}\` and \`${key}\` for the same key`)
  if (Object.keys(earlier).length >= 50 && !(key in earlier))
    throw new InvalidArgumentError('a user has 50 tags at most')
  return { ...earlier, [key]: value }
}

/** A name of a user or group. */
export function iamName(most: number): (text: string) => string {
  return (text) => {
    if (new RegExp(`^[\\w+=,.@-]{1,${most}}$`).test(text)) return text
    throw new InvalidArgumentError(`such a name has 1 to ${most} letters, digits or _+=,.@-`)
  }
}

/** An account's alias, which is a part of its sign-in address. */
export function accountAlias(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9]$/.test(text) && !/^\d{12}$/.test(text)) return text
  throw new InvalidArgumentError(
    'an alias has 3 to 63 lower-case letters, digits and single hyphens, and is no account number',
  )
}
