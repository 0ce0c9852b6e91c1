import { describe, expect, it } from '@jest/globals';
import { aloneOf } from './asked.js';

describe('what is asked of a run', () => {
  it('is scenarios one after the other, or one that runs alone', () => {
    expect(aloneOf({ names: [], commands: 5 })).toBeUndefined();
    expect(aloneOf({ names: ['redis', 'kills'], commands: 5 })).toBeUndefined();
    expect(aloneOf({ names: ['upgrade'], before: '../before', commands: 5 })).toBe('upgrade');
    expect(aloneOf({ names: ['journey'], grep: 'erased' })).toBe('journey');
  });

  it.each([
    [{ names: ['redis', 'journey'] }, 'journey runs alone'],
    [{ names: ['upgrade'] }, 'wants a copy of the version before'],
    [{ names: ['redis'], before: '../before' }, 'wants a copy of the version before'],
    [{ names: ['redis'], grep: 'erased' }, '--grep chooses journeys'],
    [{ names: [], grep: 'erased' }, '--grep chooses journeys'],
    [{ names: ['journey'], commands: 5 }, '--commands means nothing'],
  ])('is refused where a part of it means nothing: %j', (asked, said) => expect(() => aloneOf(asked)).toThrow(said));
});
