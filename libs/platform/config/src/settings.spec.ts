import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, flag, json, port, readSettings, secretKey, serviceSettings } from './index.js';

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lists every fault at once and shows no value', () => {
    const schema = z.object({ ADDRESS: z.url('must be an address'), PORT: port, KEY: secretKey, ON: flag });
    const faults = faultsOf(() => readSettings(schema, { PORT: 'hunter2', KEY: 'aGVsbG8=', ON: 'yes' }));
    expect(faults).toEqual(['ADDRESS is not set', 'PORT: must be a port number', 'KEY: must be 32 bytes in base64', 'ON: must be true or false']);
  });

  it('reads a secret from the file that NAME_FILE names, without its last line break', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    expect(readSettings(z.object({ SECRET: z.string() }), { SECRET_FILE: file })).toEqual({ SECRET: 'from a file' });
  });

  it('reads what the environment does not give from the settings directory', () => {
    writeFileSync(join(folder, 'PASSWORD'), 'of the directory\n');
    const schema = z.object({ PASSWORD: z.string(), PORT: port.default(3000) });
    expect(readSettings(schema, { CONCORDAT_SETTINGS_DIRECTORY: folder })).toEqual({ PASSWORD: 'of the directory', PORT: 3000 });
    expect(readSettings(schema, { CONCORDAT_SETTINGS_DIRECTORY: folder, PASSWORD: 'given' })).toEqual({ PASSWORD: 'given', PORT: 3000 });
  });

  it('says which file cannot be read, and refuses a value given twice', () => {
    const schema = z.object({ ONE: z.string(), TWO: z.string() });
    expect(faultsOf(() => readSettings(schema, { ONE_FILE: join(folder, 'none'), TWO: 'a', TWO_FILE: 'b' }))).toEqual([
      `ONE cannot be read from its file (ENOENT): ${join(folder, 'none')}`,
      'TWO and TWO_FILE are both set: set one of them',
    ]);
  });

  it('counts an empty value as absent, an empty file too', () => {
    const schema = z.object({ PORT: port.default(3000) });
    expect(readSettings(schema, { PORT: '' })).toEqual({ PORT: 3000 });
    writeFileSync(join(folder, 'PORT'), '');
    expect(readSettings(schema, { CONCORDAT_SETTINGS_DIRECTORY: folder })).toEqual({ PORT: 3000 });
    rmSync(join(folder, 'PORT'));
  });

  it('parses values given as JSON', () => {
    const schema = z.object({ MAP: json(z.record(z.string(), z.number())) });
    expect(readSettings(schema, { MAP: '{"a":1}' })).toEqual({ MAP: { a: 1 } });
    expect(faultsOf(() => readSettings(schema, { MAP: '{' }))).toEqual(['MAP: must be JSON']);
  });

  it('names every setting that a service lacks', () => {
    const faults = faultsOf(() => readSettings(serviceSettings, {}));
    expect(faults).toContain('CONCORDAT_DATABASE_URL is not set');
    expect(faults).toContain('CONCORDAT_PUBLIC_KEYS is not set');
    expect(faults).toHaveLength(9);
  });
});
