import { describe, expect, it } from '@jest/globals';
import { ragOf } from './rag.js';

describe('RAG', () => {
  it('is green on target or better, amber within the tolerance, red beyond it', () => {
    expect([99, 100, 105, 105.1].map((value) => ragOf(value, 100, 'lower'))).toEqual(['green', 'green', 'amber', 'red']);
    expect([101, 100, 95, 94.9].map((value) => ragOf(value, 100, 'higher'))).toEqual(['green', 'green', 'amber', 'red']);
    expect([105, 110.1].map((value) => ragOf(value, 100, 'lower', 10))).toEqual(['amber', 'red']);
  });

  it('is grey with no target, no value or no better side', () => {
    expect([ragOf(null, 100, 'lower'), ragOf(1, null, 'lower'), ragOf(1, 100, 'context')]).toEqual(['grey', 'grey', 'grey']);
  });
});
