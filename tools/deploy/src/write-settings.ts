import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SettingsFiles } from './settings-files.js';

export interface User {
  uid: number;
  gid: number;
}

/** The user of the image: nobody in particular. */
export const IMAGE_USER: User = { uid: 10_001, gid: 10_001 };

/** Writes the files below `folder`, for their owner's eyes alone; one that exists is an error. */
export async function writeSettings(folder: string, files: SettingsFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode: 0o600, flag: 'wx' });
  }
}

/** Makes `user` the owner of a folder and of all that is in it; root alone may. */
export async function giveTo({ uid, gid }: User, path: string): Promise<void> {
  await chown(path, uid, gid);
  for (const entry of await readdir(path, { recursive: true })) await chown(join(path, entry), uid, gid);
}
