import { describe, expect, it } from '@jest/globals';
import { trackedFiles } from '../tracked-files.js';
import { readAsvs, SECTIONS, type NamedTest } from './asvs.js';
import { titlesOf, valuesOf } from './titles.js';

const requirements = readAsvs();
const specs = new Map(trackedFiles((path) => /\.(spec|journey)\.ts$/.test(path)).map(({ path, text }) => [path, text]));
const titles = new Map<string, Set<string>>();

function titlesIn(file: string, text: string): Set<string> {
  const known = titles.get(file) ?? titlesOf(text);
  titles.set(file, known);
  return known;
}

/** What is wrong with a name of a test; null when there is one of that name, and of that case. */
function fault({ file, test, of }: NamedTest): string | null {
  const text = specs.get(file);
  if (text === undefined) return `${file} is no test`;
  if (!titlesIn(file, text).has(test)) return `${file} has no "${test}"`;
  if (of === undefined) return null;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const beside = trackedFiles((path) => path.startsWith(folder)).some((source) => source.text.includes(of) && valuesOf(source.text).has(of));
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

  it('takes the title of a test that runs for a test, and no other text', () => {
    const source = [
      "describe('a group', () => {", "  // it('in a comment', () => {});", "  it('runs', () => { expect('a value').toBe(1); });", '  it(`runs ${twice} over`, work);', "  it.each([['a case']])('runs with %s', work);",
      "  test.each<Row>(rows)('runs of %s', work);", "  it.each`a | b`('runs as a table', work);", "  it.skip('does not run', work);", "  it.todo('is not written');", '});',
    ].join('\n');
    expect([...titlesOf(source)].sort()).toEqual(['runs', 'runs ${twice} over', 'runs as a table', 'runs of %s', 'runs with %s']);
    expect(valuesOf(source).has('a case')).toBe(true);
    expect(valuesOf(source).has('in a comment')).toBe(false);
  });

  it('is met in every requirement: by tests, by whoever deploys, or because there is nothing of the kind', () => {
    expect(requirements.filter(({ verdict }) => verdict === 'open').map(({ id }) => id)).toEqual([]);
  });

  it('is held by tests for 200 requirements and more', () => {
    expect(requirements.filter((requirement) => 'tests' in requirement).length).toBeGreaterThanOrEqual(200);
  });
});
