import { describe, expect, it } from '@jest/globals';
import { movementWords, peopleFigureWords } from './figure-words.js';

describe('figures in words', () => {
  it('never show a small number', () => {
    expect(peopleFigureWords({ kind: 'small' }, 'count')).toBe('<5');
    expect(peopleFigureWords({ kind: 'value', value: 1259 }, 'count')).toBe('1,259');
    expect(peopleFigureWords({ kind: 'value', value: 55.4 }, 'percentage')).toBe('55.4%');
  });

  it('tell the movement of the number with its size', () => {
    expect(movementWords({ movement: 'up', change: 12.7 })).toBe('↑ up 12.7%');
    expect(movementWords({ movement: 'level', change: -3.8 })).toBe('→ level (-3.8%)');
    expect(movementWords({ movement: 'up', change: null })).toBe('↑ up');
  });
});
