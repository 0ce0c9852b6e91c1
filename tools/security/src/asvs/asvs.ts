import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../tracked-files.js';

/** A test by its file and its name; `of` names one of the cases of a test that runs over a table. */
const namedTest = z.strictObject({ file: z.string(), test: z.string(), of: z.string().optional() });
export type NamedTest = z.output<typeof namedTest>;

const common = { id: z.string().regex(/^V\d+\.\d+\.\d+$/), level: z.int().min(1).max(3), note: z.string().optional() };

/**
 * How one requirement is met: by tests, by whoever deploys, or not at all because there is nothing of the kind (which a
 * test may keep so). `open` is honest about what is not met yet, and says what is missing.
 */
const requirement = z.discriminatedUnion('verdict', [
  z.strictObject({ ...common, verdict: z.literal('test'), tests: z.array(namedTest).min(1) }),
  z.strictObject({ ...common, verdict: z.literal('deployment'), duty: z.string().min(20) }),
  z.strictObject({ ...common, verdict: z.literal('open'), missing: z.string().min(10) }),
  z.strictObject({ ...common, verdict: z.literal('not-applicable'), why: z.string().min(10), tests: z.array(namedTest).min(1).optional() }),
]);
export type Requirement = z.output<typeof requirement>;

const table = z.strictObject({
  standard: z.literal('OWASP Application Security Verification Standard'),
  version: z.literal('5.0.0'),
  requirements: z.array(requirement),
});

/** The table of docs/security: requirements by their numbers, whose words are the standard's own. */
export function readAsvs(): Requirement[] {
  return table.parse(JSON.parse(readFileSync(join(root, 'docs/security/asvs-5.0.0.json'), 'utf8'))).requirements;
}

/** Sections of the standard with how many requirements each has: chapter, section, count. */
export const SECTIONS: readonly (readonly [number, readonly number[]])[] = [
  [1, [2, 10, 12, 3, 3]],
  [2, [3, 3, 5, 2]],
  [3, [1, 3, 5, 8, 8, 1, 5]],
  [4, [5, 5, 2, 4]],
  [5, [1, 6, 3, 3]],
  [6, [3, 12, 8, 6, 8, 4, 2, 4]],
  [7, [3, 4, 2, 5, 3, 2]],
  [8, [4, 4, 3, 2]],
  [9, [3, 4]],
  [10, [2, 3, 5, 16, 5, 2, 3]],
  [11, [4, 5, 5, 4, 2, 2, 2]],
  [12, [5, 2, 5]],
  [13, [4, 6, 4, 7]],
  [14, [2, 8, 3]],
  [15, [5, 5, 7, 4]],
  [16, [1, 5, 4, 3, 4]],
  [17, [2, 8, 2]],
];
