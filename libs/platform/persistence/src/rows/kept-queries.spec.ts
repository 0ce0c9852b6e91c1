import { describe, expect, it } from '@jest/globals';
import { MikroORM, raw, type QBFilterQuery } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { Note, NoteSchema } from '../../test/note.js';
import { boundRead, type BoundRead } from '../bound-reads.js';
import { KeptQueries } from './kept-queries.js';

const orm = new MikroORM({ entities: [NoteSchema], dbName: 'none', allowGlobalContext: true });

function built(where: object): BoundRead | null {
  const condition: QBFilterQuery<Note> = where;
  const { sql, params } = orm.em.createQueryBuilder<Note>(Note).select(['id', 'title']).where(condition).toQuery();
  return boundRead(sql, params);
}

const text = fc.constantFrom('a', 'b', "it's", '$1', '?', 'mark 0', 'mark 1 a');
const time = fc.date({ noInvalidDate: true, min: new Date(7_000_000_000), max: new Date(7_000_000_002) });
const number = fc.constantFrom(0, 1, 7_000_000_000, 7_000_000_001);
const condition = fc.oneof(
  fc.record({ title: text }),
  fc.record({ title: fc.oneof(fc.record({ $in: fc.array(text, { minLength: 1, maxLength: 3 }) }), fc.record({ $nin: fc.array(text, { minLength: 1, maxLength: 3 }) }), fc.record({ $ne: text }), fc.constant(null)) }),
  fc.record({ heldOn: fc.oneof(time, fc.constant(null), fc.record({ $gt: time, $lte: time })) }),
  fc.record({ version: fc.oneof(number, fc.record({ $in: fc.array(number, { minLength: 1, maxLength: 2 }) })) }),
  fc.tuple(text, number, fc.boolean()).map(([one, two, other]) => ({ [raw(other ? 'lower([::alias::].title) = ? or version = ?' : 'version = ?', other ? [one, two] : [two])]: [] })),
);
const where = fc.oneof(
  fc.tuple(text, condition).map(([partnershipId, more]) => ({ partnershipId, ...more })),
  fc.tuple(text, fc.array(condition, { minLength: 1, maxLength: 3 }), fc.constantFrom('$or', '$and')).map(([partnershipId, several, how]) => ({ partnershipId, [how]: several })),
);

describe('a question that was asked before', () => {
  it('has the text and the values in their places that MikroORM gives it, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(where, { minLength: 20, maxLength: 40 }), (several) => {
        const kept = new KeptQueries();
        for (const one of several) expect(kept.read({ where: one, rest: '' }, built)).toEqual(built(one));
      }),
      { numRuns: 60 },
    );
  });

  it('is put together once, and once more to learn where its values go', () => {
    const kept = new KeptQueries();
    let times = 0;
    const counting = (conditions: object): BoundRead | null => ((times += 1), built(conditions));
    const ask = (title: string, ids: string[], rest = 'all') => kept.read({ where: { title, $or: [{ id: { $in: ids } }, { [raw('version = ?', [ids.length])]: [] }] }, rest }, counting);
    for (const ids of [['a'], ['b', 'c'], ['d']]) expect(ask(`title of ${ids.join()}`, ids)?.values).toEqual([`title of ${ids.join()}`, ids, ids.length]);
    expect(times).toBe(2);
    ask('another order', ['a'], 'newest first');
    expect(times).toBe(4);
  });

  it('is put together anew when what is asked of is not known', () => {
    const kept = new KeptQueries();
    const seen: unknown[] = [];
    for (const title of ['a', 'b']) kept.read({ where: { title: { $in: [Buffer.from(title)] } }, rest: '' }, (conditions) => (seen.push(conditions), { text: 'select 1', values: [] }));
    expect(seen).toHaveLength(2);
  });
});
