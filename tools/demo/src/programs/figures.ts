import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { DemoEnvironment } from '../environment.js';
import { runProgram } from './node-program.js';

const PROGRAM = 'apps/indicators/dist/cli.js';
const data = fileURLToPath(new URL('../../data/', import.meta.url));

/** The published figures of data/ as the partnership's: the same files again change nothing. */
export async function importFigures({ settings }: DemoEnvironment, partnership: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-figures-'));
  const importing = (kind: string, files: readonly string[], options: readonly string[] = []): Promise<string> =>
    runProgram(PROGRAM, ['import', kind, ...options, '--partnership', partnership, ...files], settings.indicators);
  try {
    await importing('police-uk', await unpackedStreetFiles(folder));
    await importing('observations', [join(data, 'crime-by-district.csv'), join(data, 'domestic-abuse-outputs.csv')], ['--year-to-date-end', '11-01']);
    await importing('dashboard', [join(data, 'crime-published-trends.csv'), join(data, 'safer-communities-dashboard-2014-15.csv')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpackedStreetFiles(folder: string): Promise<string[]> {
  const packed = (await readdir(data)).filter((name) => name.endsWith('-street.csv.gz')).sort();
  return Promise.all(
    packed.map(async (name) => {
      const file = join(folder, basename(name, '.gz'));
      await writeFile(file, gunzipSync(await readFile(join(data, name))));
      return file;
    }),
  );
}
