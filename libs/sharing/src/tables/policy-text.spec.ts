import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { POLICY_TEXT } from './policy-by-page.js';
import { readerFunction } from './reader-row.js';
import { sharingPoliciesAgain } from './row-security.js';

it('the text of row-level security is the one that the last migration made: who changes it adds another, in which installed copies get it', () => {
  const text = [...sharingPoliciesAgain(), readerFunction].join(';\n').replace(/\s+/g, ' ');
  expect(createHash('sha256').update(text).digest('hex')).toBe(POLICY_TEXT);
});
