import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createJournal } from './journal.ts'
import { createTable } from './table.ts'

interface Named {
  readonly name: string
  readonly value: number
}

const nameOf = ({ name }: Named): string => name
const named = fc.record({
  name: fc.string({ unit: fc.constantFrom('a', 'B', 'b', '-'), minLength: 1, maxLength: 3 }),
  value: fc.nat(9),
})
const change = fc.record({ remove: fc.boolean(), value: named })

/** Like a table, but in the plainest way. */
function expected(values: readonly Named[]): Named[] {
  const byKey = new Map(values.map((each) => [each.name.toLowerCase(), each]))
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

describe('a table', () => {
  it('holds each name once in any case, sorted, and prints what it holds', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const table = createTable({ journal: createJournal(), nameOf })
        let plain: Named[] = []
        for (const { remove, value } of changes) {
          plain = plain.filter(({ name }) => name.toLowerCase() !== value.name.toLowerCase())
          if (remove) table.remove(value.name)
          else {
            table.put(value)
            plain.push(value)
          }
          const all = expected(plain)
          expect(table.all()).toEqual(all)
          expect(table.texts(({ name, value: number }) => name + String(number))).toEqual(
            all.map(({ name, value: number }) => name + String(number)),
          )
          expect(table.get(value.name.toUpperCase())).toEqual(remove ? undefined : value)
        }
      }),
    )
  })

  it('is after a rolling back what it was before', () => {
    fc.assert(
      fc.property(fc.array(named), fc.array(change, { minLength: 1 }), (values, changes) => {
        const journal = createJournal()
        const table = createTable({ journal, nameOf })
        for (const value of values) table.put(value)
        journal.clear()
        const before = [...table.all()]
        for (const { remove, value } of changes) {
          if (remove) table.remove(value.name)
          else table.put(value)
        }
        journal.rollBack()
        expect(table.all()).toEqual(before)
        expect(table.texts(nameOf)).toEqual(before.map(nameOf))
        expect(journal.changed).toBe(false)
      }),
    )
  })
})
