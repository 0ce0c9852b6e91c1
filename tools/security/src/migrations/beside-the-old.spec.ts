import { describe, expect, it } from '@jest/globals';
import { trackedFiles } from '../tracked-files.js';
import { breaking, breaksIn } from './beside-the-old.js';

/** Where something may be taken away all the same, and why. */
const EXCEPT: Readonly<Record<string, string>> = {
  'libs/sharing/src/tables/policy-by-page.ts': 'names of a row that the policy works with changed before the first release: no released version asks by the old ones',
};

const migrations = trackedFiles((path) => /^(apps|libs)\/.*\/src\/.*\.ts$/.test(path) && !path.endsWith('.spec.ts')).filter(
  ({ path, text }) => /\.addSql\(/.test(text) || /\/(row-security|reader-row|functions|links|columns|agreement-parties)\.ts$/.test(path),
);

describe('a migration', () => {
  it.each(breaking)('is found where it $what', ({ what, example }) => {
    expect(breaksIn(`this.addSql('${example}');`)).toEqual([expect.stringContaining(what)]);
  });

  it('may add what the version before does not know', () => {
    for (const text of ['alter table note add column more text', 'alter table note add column shown boolean not null default false', 'create table note (id uuid not null)', 'alter table note drop constraint note_kind_check', '/** A rename to come. */']) {
      expect(breaksIn(text)).toEqual([]);
    }
  });

  it('leaves all that the version before reads and writes', () => {
    expect(migrations.length).toBeGreaterThan(25);
    expect(migrations.flatMap(({ path, text }) => breaksIn(text).map((fault) => `${path}: ${fault}`)).filter((fault) => !Object.keys(EXCEPT).some((path) => fault.startsWith(`${path}: `)))).toEqual([]);
    for (const path of Object.keys(EXCEPT)) expect(breaksIn(migrations.find((one) => one.path === path)?.text ?? '')).toHaveLength(1);
  });
});
