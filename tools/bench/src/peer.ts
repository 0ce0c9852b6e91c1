import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stackFolder } from '@concordat/tool-stack';
import { z } from 'zod';

/** A package that the product is compared with, in one version exactly. */
export interface Peer {
  name: string;
  version: string;
}

/** The folder of a peer's installation, which git ignores. */
const placeOf = ({ name, version }: Peer): string => join(stackFolder().path, 'peers', `${name.replace('/', '+')}@${version}`);

/**
 * Installs a peer into an ignored folder of its own, once: none is a package of the product. No install script runs.
 *
 * @param beside further packages that it wants there
 * @returns the folder of its packages
 */
export async function peerModules(peer: Peer, beside: readonly Peer[] = []): Promise<string> {
  const folder = placeOf(peer);
  const modules = join(folder, 'node_modules');
  const wanted = [peer, ...beside];
  const there = await Promise.all(wanted.map(({ name, version }) => isInstalled(join(modules, name), version)));
  if (there.every(Boolean)) return modules;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', ...wanted.map(({ name, version }) => `${name}@${version}`)], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return modules;
}

/** The folder of the peer's own package. */
export const peerFolder = async (peer: Peer): Promise<string> => join(await peerModules(peer), peer.name);

async function isInstalled(folder: string, version: string): Promise<boolean> {
  if (!existsSync(join(folder, 'package.json'))) return false;
  const { version: installed } = z.looseObject({ version: z.string() }).parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  return installed === version;
}
