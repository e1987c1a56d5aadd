import type { PatternNumbers, ServiceActions } from '../../src/files/service-actions.ts'
import type { MatrixView } from '../../src/view/matrix-view.ts'
import type { PeopleData } from '../../src/files/people-data.ts'
import { load } from './load.ts'

/** The files of data that the matrix and the comparison draw from, each fetched when it is first needed. */
export interface MatrixFiles {
  readonly matrix: () => Promise<MatrixView>
  /** Levels of each role in each account. */
  readonly levels: () => Promise<readonly (readonly string[])[]>
  /** Where roles differ in actions, though not in level. */
  readonly patterns: () => Promise<PatternNumbers>
  readonly people: () => Promise<PeopleData>
  /** What roles may do of one service. */
  readonly service: (prefix: string) => Promise<ServiceActions>
}

/** The files under a site's base. */
export function matrixFiles(base: string): MatrixFiles {
  return {
    matrix: () => load(`${base}data/matrix.json`),
    levels: () => load(`${base}data/levels.json`),
    patterns: () => load(`${base}data/patterns.json`),
    people: () => load(`${base}data/people.json`),
    service: (prefix) => load(`${base}data/actions/${encodeURIComponent(prefix)}.json`),
  }
}
