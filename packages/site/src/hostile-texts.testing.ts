/** Texts that try to run, to leave the page or to leave the folder. */
export const hostileTexts: readonly string[] = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror="globalThis.hacked = 1">',
  "'; globalThis.hacked = 1; '",
  'javascript:globalThis.hacked=1',
  '../../../../tmp/escape',
  '..%2f..%2fescape',
  '=cmd|/c calc',
  '\u202egnp.exe',
  '</script></style></title><svg onload=globalThis.hacked=1>',
  '{{constructor.constructor("globalThis.hacked=1")()}}',
  'x'.repeat(10_000),
  '',
  'AKIAABCDEFGHIJKLMNOP',
]
