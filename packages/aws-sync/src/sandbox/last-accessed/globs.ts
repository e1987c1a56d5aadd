/** Whether some text fits both patterns, where `*` stands for any characters and `?` for one. Case counts. */
export function globsOverlap(a: string, b: string): boolean {
  if (a === '*' || b === '*') return true
  // `below[column]`: whether the rest of `a` below this row and the rest of `b` from this column have a text in common.
  let below: boolean[] = []
  for (let row = a.length; row >= 0; row--) {
    const current: boolean[] = []
    for (let column = b.length; column >= 0; column--) {
      const [left, right] = [a[row], b[column]]
      if (left === undefined && right === undefined) current[column] = true
      else if (left === '*' || right === '*') {
        const dropLeft = left !== undefined && below[column] === true
        const dropRight = right !== undefined && current[column + 1] === true
        current[column] = (left === '*' && (dropLeft || dropRight)) || (right === '*' && (dropLeft || dropRight))
      } else {
        const same = left === right || left === '?' || right === '?'
        current[column] = same && left !== undefined && right !== undefined && below[column + 1] === true
      }
    }
    below = current
  }
  return below[0] === true
}

/** Whether everything that fits `inner` also fits `outer`. May say no where the truth is yes, never the other way. */
export function globCovers(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true
  const source = outer.replaceAll(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === '*') return '.*'
    return character === '?' ? '[^*]' : `\\${character}`
  })
  return new RegExp(`^${source}$`, 'su').test(inner)
}
