import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { POLICY_TEXT, policyText } from './policy-by-page.js';

it('the text of row-level security is the one that the last migration made: who changes it adds another, in which installed copies get it', () => {
  const text = policyText().join(';\n').replace(/\s+/g, ' ');
  expect(createHash('sha256').update(text).digest('hex')).toBe(POLICY_TEXT.digest);
});
