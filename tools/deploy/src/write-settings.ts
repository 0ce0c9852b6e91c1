import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SettingsFiles } from './settings-files.js';

/** Writes the files below `folder`, for their owner's eyes alone; one that exists is an error. */
export async function writeSettings(folder: string, files: SettingsFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode: 0o600, flag: 'wx' });
  }
}
