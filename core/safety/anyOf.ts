/** A global pattern of alternatives: the end of a line stands for `|`, also within a group. */
export function anyOf(lines: string): RegExp {
  const alternatives = lines
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line.trim() !== '')
  return new RegExp(alternatives.join('|'), 'g')
}
