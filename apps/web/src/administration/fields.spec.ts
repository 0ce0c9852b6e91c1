import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { formOf } from '../forms/form.js';
import { agesInOrder, agesInWords, oneALine, optionalAge, optionalChoiceOf } from './fields.js';

const form = formOf(
  z.object({ age: optionalAge('Youngest age'), parent: optionalChoiceOf(['a', 'b'], 'Select an agency from the list'), criteria: oneALine({ entries: 3, called: 'criteria' }) }),
);
const districts = formOf(z.object({ districts: oneALine({ entries: 50, called: 'districts' }, 'Enter at least one district') }));

const faultsOf = (body: Record<string, unknown>) => form.read(body).form.faults.map(({ field, message }) => [field, message]);

describe('fields of administration', () => {
  it('may be left empty', () => {
    expect(form.read({}).value).toEqual({ age: null, parent: null, criteria: [] });
    expect(form.read({ age: ' ', parent: '', criteria: ' \r\n ' }).value).toEqual({ age: null, parent: null, criteria: [] });
  });

  it('give what was typed', () => {
    expect(form.read({ age: ' 10 ', parent: 'b', criteria: 'One\r\n\r\n Two ' }).value).toEqual({ age: 10, parent: 'b', criteria: ['One', 'Two'] });
  });

  it.each([
    [{ age: 'ten' }, ['age', 'Youngest age must be a whole number']],
    [{ age: '-1' }, ['age', 'Youngest age must be a whole number']],
    [{ age: '121' }, ['age', 'Youngest age must be 120 or younger']],
    [{ age: ['1', '2'] }, ['age', 'Youngest age must be a whole number']],
    [{ parent: 'c' }, ['parent', 'Select an agency from the list']],
    [{ criteria: 'a\nb\nc\nd' }, ['criteria', 'There can be 3 criteria at most']],
    [{ criteria: 'Same\nsame' }, ['criteria', 'Two criteria are the same']],
    [{ criteria: 'x'.repeat(201) }, ['criteria', 'Each line must be 200 characters or fewer']],
  ])('say what is wrong with %j', (body, fault) => {
    expect(faultsOf(body)).toEqual([fault]);
  });

  it('ask for one line at least where they must', () => {
    expect(districts.read({ districts: '' }).form.fault('districts')?.message).toBe('Enter at least one district');
  });

  it('say ages in words, and whether they are in order', () => {
    expect([agesInWords(null, null), agesInWords(10, 17), agesInWords(18, null), agesInWords(null, 9)]).toEqual(['Any age', '10 to 17', '18 and over', 'Up to 9']);
    expect([agesInOrder(10, 17), agesInOrder(17, 17), agesInOrder(18, 17), agesInOrder(null, 1)]).toEqual([true, true, false, true]);
  });
});
