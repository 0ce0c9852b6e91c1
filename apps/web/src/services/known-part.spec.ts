import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readKnownPart } from './known-part.js';

describe('an answer of a later version', () => {
  const schema = z.strictObject({ name: z.string(), people: z.array(z.strictObject({ id: z.string() })) });

  it('is read without what this version does not know, wherever it stands', () => {
    const body = { name: 'A case', colour: 'red', people: [{ id: 'one' }, { id: 'two', why: ['An agreement'] }] };
    expect(readKnownPart(schema, body).data).toEqual({ name: 'A case', people: [{ id: 'one' }, { id: 'two' }] });
    expect(body.people[1]).toHaveProperty('why');
  });

  it('is a fault where anything else is amiss, also beside that', () => {
    expect(readKnownPart(schema, { colour: 'red', people: [] }).success).toBe(false);
    expect(readKnownPart(schema, { name: 1, people: [] }).success).toBe(false);
    expect(readKnownPart(schema, undefined).success).toBe(false);
  });
});
