import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readNumber, readValue } from './value.js';

const value = (number: number, note = '', sign: '%' | '£' | null = null) => ({ kind: 'value', value: number, note, sign });

describe('values', () => {
  it.each([
    ['7072', value(7072)],
    ['1,259*', value(1259, '*')],
    ['47.18', value(47.18)],
    ['38.9%', value(38.9, '', '%')],
    ['£51,217.55', value(51217.55, '', '£')],
    ['55.4% (Q3 2014-15)', value(55.4, '(Q3 2014-15)', '%')],
    ['12p', value(12, 'p')],
    ['12 r', value(12, 'r')],
    ['1,259 p [1]', value(1259, 'p [1]')],
    ['-5', value(-5)],
    ['\u22125', value(-5)],
    ['-0', value(0)],
  ])('reads %s', (text, reading) => {
    expect(readValue(text)).toEqual(reading);
  });

  it.each(['', ' ', '-', 'n/a', 'N/A', '..'])('takes "%s" for no observation', (text) => {
    expect(readValue(text)).toEqual({ kind: 'none' });
  });

  it.each(['seven', '70x2', '1,25', '12,59', '1,2345', '£5%', '5 per cent', '--', '…', '1e3', '.5', '12q'])('does not read "%s"', (text) => {
    expect(readValue(text)).toMatchObject({ kind: 'unreadable', problem: `"${text}" is not a value` });
  });

  it('reads back every number with its thousands grouped', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('', '*', '%', ' (2)'), (number, mark) => {
        expect(readValue(`${number.toLocaleString('en-GB')}${mark}`)).toMatchObject({ kind: 'value', value: number });
      }),
    );
  });

  it('reads back numbers as programs write them', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const reading = readNumber(String(number));
      expect(reading.kind === 'value' && reading.value === number).toBe(true);
    }));
    expect(readNumber('1e999')).toMatchObject({ kind: 'unreadable' });
  });
});
