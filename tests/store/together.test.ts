import { expect, it } from 'vitest'
import { together } from '../../core/store/together.ts'

it('changes of several tables are one statement', () => {
  expect(together('delete from one where id = $1', 'update two set a = $2', "insert into three values ('x')")).toBe(
    "with one_changes as (delete from one where id = $1), two_changes as (update two set a = $2) insert into three values ('x')",
  )
  expect(together('delete from one')).toBe('delete from one')
})

it('a table that two of them would change, of which one would be lost, is refused', () => {
  expect(() => together('update one set a = 1', 'delete from two', 'delete from one')).toThrow('one, two, one')
  expect(() => together('select 1')).toThrow()
})
