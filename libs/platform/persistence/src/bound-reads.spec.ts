import { describe, expect, it } from '@jest/globals';
import { boundRead } from './bound-reads.js';

describe('a read with its values bound', () => {
  it('has a number for each value, and numbers of rows written out', () => {
    expect(boundRead(`select a from t where b = ? and c in (?, ?) limit ? offset ?`, ['x?', null, true, 26, 0])).toEqual({
      text: 'select a from t where b = $1 and c in ($2, $3) limit 26 offset 0',
      values: ['x?', null, true],
    });
    expect(boundRead('select a from t where b in (?, ?) and c not in (?) and d = ?', ['x', 'y', 'z', 1])).toEqual({
      text: 'select a from t where b = any ($1) and c <> all ($2) and d = $3',
      values: [['x', 'y'], ['z'], 1],
    });
    expect(boundRead('(select ?::int) union all (select 1 limit ?)', [7, 'many'])).toEqual({ text: '(select $1::int) union all (select 1 limit $2)', values: [7, 'many'] });
  });

  it.each([
    ['a write', 'insert into t (a) values (?)', ['x']],
    ['without values', 'select a from t', []],
    ['of all columns, whose plan a migration would make stale', 'select "c0".* from "case" as "c0" where "c0"."id" = ?', ['x']],
    ['with a list in one place', 'select a from t where b = any(?)', [['x', 'y']]],
    ['with a name in the place of a value', 'select ?? from t where b = ?', ['a', 'x']],
    ['with a question mark of its own', 'select a from t where b \\? ?', ['x']],
    ['with more values than places', 'select a from t where b = ?', ['x', 'y']],
  ])('is none of one %s', (_, text, values) => {
    expect(boundRead(text, values)).toBeNull();
  });
});
