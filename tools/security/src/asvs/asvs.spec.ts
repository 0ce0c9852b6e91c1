import { describe, expect, it } from '@jest/globals';
import { trackedFiles } from '../tracked-files.js';
import { readAsvs, SECTIONS, type NamedTest } from './asvs.js';

const requirements = readAsvs();
const specs = new Map(trackedFiles((path) => /\.(spec|journey)\.ts$/.test(path)).map(({ path, text }) => [path, text]));
const isNamed = (text: string, name: string): boolean => ["'", '"', '`'].some((quote) => text.includes(`${quote}${name}${quote}`));

/** What is wrong with a name of a test; null when there is one of that name, and of that case. */
function fault({ file, test, of }: NamedTest): string | null {
  const text = specs.get(file);
  if (text === undefined) return `${file} is no test`;
  if (!isNamed(text, test)) return `${file} has no "${test}"`;
  if (of === undefined) return null;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const beside = trackedFiles((path) => path.startsWith(folder)).some((source) => isNamed(source.text, of));
  return beside ? null : `${file} has no case "${of}"`;
}

describe('OWASP ASVS 5.0.0', () => {
  it('has a verdict on each of its 345 requirements, once and in order', () => {
    const all = SECTIONS.flatMap(([chapter, counts]) => counts.flatMap((count, section) => Array.from({ length: count }, (_, number) => `V${chapter}.${section + 1}.${number + 1}`)));
    expect(all).toHaveLength(345);
    expect(requirements.map(({ id }) => id)).toEqual(all);
  });

  it('names tests that there are', () => {
    const dangling = requirements.flatMap((requirement) =>
      ('tests' in requirement ? (requirement.tests ?? []) : []).flatMap((test) => {
        const wrong = fault(test);
        return wrong === null ? [] : [`${requirement.id}: ${wrong}`];
      }),
    );
    expect(dangling).toEqual([]);
    expect(fault({ file: 'apps/web/test/shell.spec.ts', test: 'is not there' })).not.toBeNull();
  });

  it('is met in every requirement', () => {
    expect(requirements.filter(({ verdict }) => verdict === 'open').map(({ id }) => id)).toEqual([]);
  });

  it('is held by tests for 200 requirements and more', () => {
    expect(requirements.filter((requirement) => 'tests' in requirement).length).toBeGreaterThanOrEqual(200);
  });
});
