/** The rows of bench/README.md, in its order: each a file of this folder that default-exports a function returning one `BenchRow` or several. */
export const rows: readonly string[] = [
  'decide-one-statement',
  'decide-read-only-access',
  'decide-all-managed-policies',
  'minimize-strict',
  'minimize-catalogue',
  'compare-versions',
  'lint-all-managed-policies',
  'fill-matrix',
  'load-catalogue',
  'import-packages',
  'check-action-types',
  'complete-actions',
]
