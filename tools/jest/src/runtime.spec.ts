import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as globals from './globals.js';

/** What is of types alone leaves no line where it is compiled. */
interface Found {
  line: number;
}

const made = new Error('made here');

/** Where the source holds `text`. */
function found(text: string): Found {
  const lines = readFileSync(new URL(import.meta.url), 'utf8').split('\n');
  return { line: lines.findIndex((line) => line.startsWith(text)) + 1 };
}

describe('specifications in Node’s own loader', () => {
  it('name the line of their source where something is thrown', () => {
    expect(made.stack).toContain(`runtime.spec.ts:${String(found('const made').line)}:`);
  });

  it('compare what Node makes as Jest compares its own', () => {
    expect({ text: 'a', list: [1], entries: new Map([['a', 1]]) }).toEqual({ text: expect.any(String), list: expect.any(Array), entries: expect.any(Object) });
    expect([new Error('a')]).toEqual([new Error('a')]);
    expect([new Error('a')]).not.toEqual([new Error('b')]);
    expect(() => new URL('nowhere')).toThrow(TypeError);
    expect(() => void JSON.parse('{')).toThrow(SyntaxError);
  });

  it('fail with an error that Node knows', () => {
    expect(() => expect(1).toBe(2)).toThrow(Error);
  });

  it('share what they import', () => {
    expect(globals.expect).toBe(expect);
  });
});
