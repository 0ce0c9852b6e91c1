import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync, type Options } from '@swc/core';

const { exclude: _specs, ...options } = JSON.parse(readFileSync(new URL('../../../.swcrc', import.meta.url), 'utf8')) as Options;
const globals = new URL('globals.ts', import.meta.url).href;

/** Where each module's source map is, by the module's address: as an address that holds the map itself. */
export const sourceMaps = new Map<string, string>();

/** Whether a module is TypeScript of this workspace: packages link to it, and are had by their own place. */
const isOurs = (url: string | undefined): url is string => url?.startsWith('file:') === true && url.endsWith('.ts') && !url.includes('/node_modules/');

function compile(url: string): string {
  const filename = fileURLToPath(url);
  const { code, map = '' } = transformSync(readFileSync(filename, 'utf8'), { ...options, swcrc: false, filename });
  sourceMaps.set(url, `data:application/json;base64,${Buffer.from(map).toString('base64')}`);
  return code;
}

/** Node's own loader reads the sources of every library as the services' build makes them, and gives specifications Jest's globals. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: globals, format: 'module', shortCircuit: true };
    if (!isOurs(context.parentURL)) return next(specifier, context);
    const source = { ...context, conditions: ['@concordat/source', ...context.conditions] };
    if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, source);
    try {
      return next(specifier.replace(/js$/, 'ts'), source);
    } catch {
      return next(specifier, source);
    }
  },
  load(url, context, next) {
    return isOurs(url) ? { source: compile(url), format: 'module', shortCircuit: true } : next(url, context);
  },
});
