import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { makeSecrets } from '@concordat/tool-stack';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settingsFiles, type Installation } from './settings-files.js';
import { giveTo, IMAGE_USER, writeSettings, type User } from './write-settings.js';

/** Whom processes run as: who makes the settings, or the image's user in the place of root, whom no process needs to be. */
export const processUser = ({ uid, gid }: User): User => (uid === 0 ? IMAGE_USER : { uid, gid });

/**
 * Makes the settings, secrets and records of an installation in containers, below a folder that is not there yet.
 *
 * @param maker who makes them; root gives the processes' folders to whom the processes run as
 */
export async function makeInstallation(folder: string, installation: Installation, maker: User): Promise<void> {
  const user = processUser(maker);
  await writeSettings(folder, settingsFiles(installation, makeSecrets()));
  for (const service of SERVICE_NAMES) await mkdir(join(folder, 'records', service), { recursive: true, mode: 0o700 });
  // PostgreSQL and Redis read theirs as root of their own containers.
  if (maker.uid === 0) for (const place of [...SERVICE_NAMES, 'web', 'release', 'records']) await giveTo(user, join(folder, place));
  const variables = [`CONCORDAT_HOST=${installation.url.host}`, `CONCORDAT_SETTINGS=${folder}`, `CONCORDAT_USER=${user.uid}:${user.gid}`];
  await writeFile(join(folder, 'compose.env'), `${variables.join('\n')}\n`, { mode: 0o600 });
}
