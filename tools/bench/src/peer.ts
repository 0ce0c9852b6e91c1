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

/**
 * Installs a peer into an ignored folder of its own, once: none is a package of the product. Its install scripts do not run.
 * @returns the folder of the package
 */
export async function peerFolder({ name, version }: Peer): Promise<string> {
  const folder = join(stackFolder().path, 'peers', `${name.replace('/', '+')}@${version}`);
  const found = join(folder, 'node_modules', name);
  if (existsSync(join(found, 'package.json'))) {
    const { version: installed } = z.looseObject({ version: z.string() }).parse(JSON.parse(await readFile(join(found, 'package.json'), 'utf8')));
    if (installed === version) return found;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', `${name}@${version}`], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return found;
}
