import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { accountsFile, goesWithoutDemo, keepAccounts, keepEmptyMark } from './accounts.js';
import { emptyFolder, makeFolder, stackFolder, type StackFolder } from './folder.js';
import { silent } from './progress.js';
import { Stack } from './stack.js';

let place: string;
let folder: StackFolder;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'stack-'));
  folder = stackFolder(join(place, '.concordat'));
  await makeFolder(folder);
});

afterEach(() => rm(place, { recursive: true, force: true }));

describe('a folder that is begun again', () => {
  async function write(...path: string[]): Promise<void> {
    const file = join(...path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
  }

  it('holds the ends of the chains that it forgot against no later one, and keeps backups with their list of erasures', async () => {
    await write(folder.records, 'audit-heads', 'jag-cases-2026-10-02.json');
    await write(folder.records, 'audit-heads.before-restore-2026-10-01T080000.000Z', 'jag-cases-2026-09-30.json');
    await write(folder.records, 'erasures');
    await write(folder.backups, 'of-yesterday');
    await write(folder.postgres, 'PG_VERSION');
    await emptyFolder(folder);
    expect(await readdir(folder.records)).toEqual(['erasures']);
    expect(await readdir(folder.backups)).toEqual(['of-yesterday']);
    expect(await readdir(folder.path)).not.toContain('postgres');
  });

  it('keeps nothing of what restores replaced, nor of data that lies elsewhere', async () => {
    const elsewhere = join(place, 'elsewhere');
    await write(elsewhere, 'data', 'PG_VERSION');
    for (const at of ['2026-10-01T080000.000Z', '2026-10-02T080000.000Z']) await write(elsewhere, `data.before-restore-${at}`, 'PG_VERSION');
    await write(elsewhere, 'programs', 'postgres');
    await symlink(join(elsewhere, 'data'), folder.postgres);
    await emptyFolder(folder);
    expect(await readdir(elsewhere)).toEqual(['programs']);
    expect(await readdir(folder.path)).not.toContain('postgres');
  });
});

describe('an installation without the demo', () => {
  it('is begun when that is asked for, and stays so', async () => {
    const file = accountsFile(folder, undefined);
    expect([await goesWithoutDemo(file, false), await goesWithoutDemo(file, true)]).toEqual([false, true]);
    await keepEmptyMark(file);
    expect(await goesWithoutDemo(file, false)).toBe(true);
    const elsewhere = accountsFile(folder, 'postgres://server.example/concordat');
    expect(await goesWithoutDemo(elsewhere, false)).toBe(false);
  });

  it('is refused where the demo is, before anything is started or made', async () => {
    await keepAccounts(accountsFile(folder, undefined), []);
    const before = await readdir(folder.path);
    await expect(new Stack({ folder, progress: silent, env: {}, fresh: false, empty: true }).start()).rejects.toThrow('The demo partnership is here');
    expect(await readdir(folder.path)).toEqual(before);
  });
});
