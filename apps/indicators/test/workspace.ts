import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../src/command-line/usage-error.js';

/** Files of one specification, thrown away with it. */
export class Workspace {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Workspace> {
    return new Workspace(await mkdtemp(join(tmpdir(), 'indicators-')));
  }

  async file(name: string, content: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** A terminal that keeps what it was told. */
export class KeptTerminal implements Terminal {
  printed = '';
  readonly errors: string[] = [];

  constructor(readonly env: Terminal['env'] = {}) {}

  out(text: string): void {
    this.printed += text;
  }

  err(text: string): void {
    this.errors.push(text);
  }
}

const STREET_HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context';

export interface StreetCrime {
  month?: string;
  force?: string;
  lsoa?: string;
  type?: string;
}

/** A street-level file as data.police.uk publishes it, with invented crimes. */
export const streetFile = (crimes: readonly StreetCrime[]): string =>
  [STREET_HEADER, ...crimes.map(({ month = '2018-10', force = 'Leicestershire Police', lsoa = 'Blaby 002A', type = 'Burglary' }) =>
    `,${month},${force},${force},-1.2,52.6,On or near Mill Lane,${lsoa === '' ? '' : 'E01025631'},${lsoa},${type},,`,
  ), ''].join('\n');
