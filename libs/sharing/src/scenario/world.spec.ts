import { describe, expect, it } from '@jest/globals';
import { acceptanceCases } from '../../test/acceptance.js';
import { answer } from './world.js';

describe('the evaluator in memory', () => {
  it.each(acceptanceCases())('answers $name as expected', ({ scenario, expected }) => {
    expect(answer(scenario)).toEqual(expected);
  });
});
