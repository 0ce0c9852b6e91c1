import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, stackFolder, type StackFolder } from './folder.js';
import { installationSecrets } from './secrets.js';

describe('secrets of an installation', () => {
  let place: string;
  let folder: StackFolder;

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'stack-'));
    folder = stackFolder(join(place, '.concordat'));
    await makeFolder(folder);
  });

  afterEach(() => rm(place, { recursive: true, force: true }));

  it('are made once and then kept, for their owner alone to read', async () => {
    const made = await installationSecrets(folder);
    expect(await installationSecrets(folder)).toEqual(made);
    expect((await stat(folder.secrets)).mode & 0o777).toBe(0o600);
    expect((await stat(folder.logs)).mode & 0o777).toBe(0o700);
  });

  it('differ between installations', async () => {
    const made = await installationSecrets(folder);
    await rm(folder.secrets);
    const again = await installationSecrets(folder);
    expect(again.instance).not.toBe(made.instance);
    expect(again.rootKey).not.toBe(made.rootKey);
  });

  it('are never made anew over damaged ones, for the data would be lost', async () => {
    await writeFile(folder.secrets, '{"instance":');
    await expect(installationSecrets(folder)).rejects.toThrow('damaged');
  });
});
