import { expect, it } from 'vitest'
import { finderByName } from './finder-by-name.ts'

it('finds a name in any case, the spelling as it stands first', () => {
  const [mary, ana, shouted] = [{ name: 'mary' }, { name: 'Ana' }, { name: 'MARY' }]
  const find = finderByName([mary, ana, shouted])
  expect([find('mary'), find('MARY'), find('ANA'), find('ana')]).toEqual([mary, shouted, ana, ana])
  expect(find('anna')).toBeUndefined()
})
