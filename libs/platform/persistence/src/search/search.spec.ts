import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editsBetween, ngramsOf, soundsOf, wordsOf } from './name-forms.js';
import { LIKELY } from './score.js';
import { SearchTokens } from './search-tokens.js';

const partnership = '0198f2c4-0000-7000-8000-000000000001';
const search = new SearchTokens(Buffer.alloc(32, 7));
const texts = (tokens: readonly { token: Buffer }[]): Set<string> => new Set(tokens.map(({ token }) => token.toString('hex')));
const shared = (one: readonly { token: Buffer }[], other: readonly { token: Buffer }[]): number => [...texts(one)].filter((token) => texts(other).has(token)).length;

describe('words of a name', () => {
  it.each([
    ['  Aaliyah   OKAFOR ', ['aaliyah', 'okafor']],
    ["Siobhán O'Brien", ['siobhan', 'obrien']],
    ['Siobhan O’Brien', ['siobhan', 'obrien']],
    ['Smith-Jones, Tom', ['smith', 'jones', 'tom']],
    ['Łukasz Strauß', ['lukasz', 'strauss']],
    ['李 明', ['李', '明']],
    [' - ', []],
  ])('%s', (name, words) => expect(wordsOf(name)).toEqual(words));

  it('counts a swap of neighbours as one edit', () => {
    expect(editsBetween('smtih', 'smith')).toBe(1);
    expect(editsBetween('', 'abc')).toBe(3);
    expect(editsBetween('kitten', 'sitting')).toBe(3);
  });

  it('measures edits as a distance: none to itself, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        expect(editsBetween(one, one)).toBe(0);
        expect(editsBetween(one, other)).toBe(editsBetween(other, one));
      }),
    );
  });

  it('makes letters and sounds of any word', () => {
    expect(ngramsOf('ann')).toEqual(['^an', 'ann', 'nn$']);
    expect(soundsOf('stephen')).toEqual(soundsOf('steven'));
    expect(soundsOf('明')).toEqual([]);
  });
});

describe('tokens of names', () => {
  const kept = search.ofName(partnership, 'Stephen Braithwaite');

  it.each(['Stephen Braithwaite', 'braithwaite STEPHEN', 'Steven Braithwaite', 'Stephn Brathwaite', 'Braithwiate', 'Steaphen Braithwayte'])('finds it by %s', (asked) => {
    const tokens = search.ofName(partnership, asked);
    expect(shared(tokens, kept)).toBeGreaterThanOrEqual(3);
    expect(search.score({ name: asked }, { names: ['Stephen Braithwaite'] })).toBeGreaterThanOrEqual(LIKELY);
  });

  it('shares a phonetic token with what sounds alike', () => {
    const phonetic = (name: string) => search.ofName(partnership, name).filter(({ kind }) => kind === 'phonetic');
    expect(shared(phonetic('Catherine'), phonetic('Kathryn'))).toBeGreaterThan(0);
    expect(shared(phonetic('Mohammed'), phonetic('Muhamad'))).toBeGreaterThan(0);
  });

  it('shares none with an unlike name, and says that it is another person', () => {
    expect(shared(search.ofName(partnership, 'Priya Nair'), kept)).toBe(0);
    expect(search.score({ name: 'Priya Nair' }, { names: ['Stephen Braithwaite'] })).toBeLessThan(LIKELY);
  });

  it('makes other tokens for another partnership or key, so that databases cannot be compared', () => {
    expect(shared(search.ofName('0198f2c4-0000-7000-8000-000000000002', 'Stephen Braithwaite'), kept)).toBe(0);
    expect(shared(new SearchTokens(Buffer.alloc(32, 8)).ofName(partnership, 'Stephen Braithwaite'), kept)).toBe(0);
  });

  it('keeps words, sounds, letters and dates apart', () => {
    const kinds = search.ofName(partnership, 'An');
    expect(new Set(kinds.map(({ token }) => token.toString('hex'))).size).toBe(kinds.length);
  });

  it('makes no token of nothing', () => {
    expect(search.ofName(partnership, ' - ')).toEqual([]);
    expect(search.score({ name: ' - ' }, { names: ['Stephen'] })).toBe(0);
  });
});

describe('tokens of dates of birth', () => {
  const kept = search.ofDate(partnership, '2009-03-04');
  const whole = (date: string) => search.ofDate(partnership, date).filter(({ kind }) => kind !== 'partial');

  it('finds a date whose day and month are swapped', () => {
    expect(shared(whole('2009-04-03'), kept)).toBeGreaterThan(0);
    expect(search.score({ dateOfBirth: '2009-04-03' }, { names: [], dateOfBirth: '2009-03-04' })).toBe(0.9);
  });

  it('finds a date of which one part is wrong by its other two', () => {
    for (const date of ['2008-03-04', '2009-05-04', '2009-03-14']) {
      expect(shared(search.ofDate(partnership, date), kept)).toBe(1);
      expect(search.score({ dateOfBirth: date }, { names: [], dateOfBirth: '2009-03-04' })).toBe(0.7);
    }
  });

  it('finds no other date', () => {
    expect(shared(search.ofDate(partnership, '2010-05-06'), kept)).toBe(0);
    expect(search.score({ dateOfBirth: '2010-05-06' }, { names: [], dateOfBirth: '2009-03-04' })).toBe(0);
  });

  it('refuses what is no date', () => expect(() => search.ofDate(partnership, '4 March 2009')).toThrow(/2009-03-04/));
});

describe('score', () => {
  const candidate = { names: ['Jordan Lee Smith', 'JJ'], dateOfBirth: '2009-03-04' };

  it('puts the better candidate first', () => {
    const asked = { name: 'Jordan Smith', dateOfBirth: '2009-03-04' };
    const right = search.score(asked, candidate);
    const wrongDate = search.score(asked, { ...candidate, dateOfBirth: '2001-12-25' });
    const wrongName = search.score(asked, { ...candidate, names: ['Priya Nair'] });
    expect(right).toBeGreaterThan(0.95);
    expect(right).toBeGreaterThan(wrongDate);
    expect(wrongDate).toBeGreaterThan(wrongName);
  });

  it('takes the best of the names that a subject goes by, and what a name begins with', () => {
    expect(search.score({ name: 'jj' }, candidate)).toBe(1);
    expect(search.score({ name: 'Jord Smi' }, candidate)).toBeGreaterThan(0.75);
  });

  it('does not count a date that is not known', () => {
    expect(search.score({ name: 'JJ', dateOfBirth: '2009-03-04' }, { ...candidate, dateOfBirth: null })).toBe(1);
    expect(search.score({ name: 'Ann Lee', dateOfBirth: '2009-03-04' }, { names: ['Ann Lee'], dateOfBirth: 'spring of 2009' })).toBe(1);
  });
});
