import { describe, expect, it } from '@jest/globals';
import { trackedFiles } from '../tracked-files.js';
import { breaking, breaksIn } from './beside-the-old.js';

/** What the version before no longer used when this came, with the migration and why. Empty: nothing was taken away yet. */
const NO_LONGER_USED: Readonly<Record<string, readonly string[]>> = {};

const migrations = trackedFiles((path) => /^(apps|libs)\/.*\/src\/.*(\.migration|-migrations|\/migrations)\.ts$/.test(path));

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
    expect(migrations.flatMap(({ path, text }) => breaksIn(text).filter((fault) => !(NO_LONGER_USED[path] ?? []).includes(fault)).map((fault) => `${path}: ${fault}`))).toEqual([]);
  });
});
