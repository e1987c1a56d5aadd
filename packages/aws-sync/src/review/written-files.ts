import writeFileAtomic from 'write-file-atomic'
import { asWritten, type ParsedSource } from './parsed-sources.ts'

/** A file of the source before and after an edit. */
export interface WrittenFile {
  readonly file: string
  readonly path: string
  readonly before: string
  readonly after: string
}

/** The files whose text is no longer the original one, by its file. */
export function changedFiles(
  files: readonly ParsedSource[],
  original: ReadonlyMap<string, string>,
): readonly WrittenFile[] {
  return files
    .filter(({ source, text }) => text !== original.get(source.file))
    .map((file) => ({
      file: file.source.file,
      path: file.source.path,
      before: file.source.text,
      after: asWritten(file),
    }))
}

/** All files, or none: what was written before one fails is put back. */
export async function writeFiles(files: readonly WrittenFile[]): Promise<void> {
  for (const [index, { path, after }] of files.entries()) {
    try {
      await writeFileAtomic(path, after)
    } catch (error) {
      for (const written of files.slice(0, index)) await writeFileAtomic(written.path, written.before)
      throw error
    }
  }
}
