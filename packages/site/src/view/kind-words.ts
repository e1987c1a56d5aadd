const WORDS: Readonly<Record<string, string>> = {
  run: 'Started',
  planned: 'Planned',
  intent: 'About to change',
  outcome: 'Answered',
  applied: 'Applied',
  failed: 'Failed',
  drift: 'Drift found',
  review: 'Reviewed',
  decision: 'Decided',
  patched: 'Source edited',
  campaign: 'Review opened',
  'sign-off': 'Review signed',
  restored: 'Taken back',
  recovered: 'Recovered',
  'account-intent': 'About to change',
  'account-outcome': 'Answered',
  baseline: 'Baseline checked',
  mended: 'Mended',
  bootstrap: 'Account set up',
  cloudhsm: 'CloudHSM',
}

/** What a kind of entry is called; a kind without a word of its own by its name: `key-rotated` is `Key rotated`. */
export function kindWord(kind: string): string {
  const words = kind.replaceAll(/[-_]+/g, ' ').trim()
  return Object.hasOwn(WORDS, kind) ? (WORDS[kind] ?? words) : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
