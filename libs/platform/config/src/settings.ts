import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** The environment lacks settings or has wrong ones; `faults` are all of them, and none shows a value. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Names a directory with a file for each setting, as containers and service managers hand over secrets. */
export const SETTINGS_DIRECTORY = 'CONCORDAT_SETTINGS_DIRECTORY';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings that `schema` names from the environment. `NAME_FILE` names a file that holds the value of
 * `NAME` (for secrets of a container); a setting that the environment does not give is read from the file of its name
 * in the directory {@link SETTINGS_DIRECTORY} names, if it is there. An empty value counts as absent.
 *
 * @throws ConfigError with every fault at once
 */
export function readSettings<Schema extends z.ZodObject>(schema: Schema, env: Environment = process.env): z.output<Schema> {
  const faults: string[] = [];
  const unreadable = new Set<string>();
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const direct = env[name] || undefined;
    const file = env[`${name}_FILE`] || (direct === undefined ? fileIn(env[SETTINGS_DIRECTORY], name) : undefined);
    if (direct !== undefined && file !== undefined) {
      unreadable.add(name);
      faults.push(`${name} and ${name}_FILE are both set: set one of them`);
    } else if (file !== undefined) {
      const content = readValue(file);
      if (content.ok && content.value !== '') given[name] = content.value;
      if (!content.ok) {
        unreadable.add(name);
        faults.push(`${name} cannot be read from its file (${content.reason}): ${file}`);
      }
    } else if (direct !== undefined) {
      given[name] = direct;
    }
  }
  const result = schema.safeParse(given);
  if (result.success && faults.length === 0) return result.data;
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0] ?? 'settings');
    if (unreadable.has(name)) continue;
    faults.push(given[name] === undefined && name in schema.shape ? `${name} is not set` : `${name}: ${issue.message}`);
  }
  throw new ConfigError(faults);
}

function fileIn(directory: string | undefined, name: string): string | undefined {
  if (!directory) return undefined;
  const file = join(directory, name);
  return existsSync(file) ? file : undefined;
}

function readValue(file: string): { ok: true; value: string } | { ok: false; reason: string } {
  try {
    return { ok: true, value: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { ok: false, reason: typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason' };
  }
}
