import { describe, expect, it } from '@jest/globals';
import { needsOf } from './needs.js';

describe('what a command is given before its program reads its words', () => {
  it.each([
    ['bench', 'sharing --size 1000', 'postgres'],
    ['bench', 'audit', 'postgres'],
    ['bench', 'messages', 'servers'],
    ['bench', 'start', 'nothing'],
    ['bench', '--help', 'nothing'],
    ['bench', 'sharing --help', 'nothing'],
    ['bench', 'shairng', 'nothing'],
    ['indicators', 'import police-uk file.csv', 'databases'],
    ['indicators', 'series --measure a --area b', 'databases'],
    ['indicators', 'rebuild', 'databases'],
    ['indicators', 'rebuild -h', 'nothing'],
    ['indicators', 'typo', 'nothing'],
    ['indicators', 'spc -', 'nothing'],
    ['sharing', 'decide file.json', 'nothing'],
    ['sharing', 'decide --engine rls file.json', 'postgres'],
    ['sharing', 'decide --engine=query file.json', 'postgres'],
    ['sharing', 'prove', 'postgres'],
  ] as const)('%s %s: %s', (command, words, needs) => expect(needsOf(command, words.split(' '))).toBe(needs));

  it('is nothing without a word', () => expect([needsOf('bench', []), needsOf('indicators', [])]).toEqual(['nothing', 'nothing']));
});
