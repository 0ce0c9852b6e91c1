import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type JestRuntime from 'jest-runtime';
import { giveGlobals } from './globals.ts';
import { sourceMaps } from './typescript.ts';

// Its types are those of its CommonJS alone.
const { default: Runtime } = createRequire(import.meta.url)('jest-runtime') as typeof JestRuntime;

/**
 * Jest's runtime with Node's own loader: what a file imports is loaded, and grows fast, once for all files of a project. Jest's own
 * loader has everything anew for each file, 4.5 s of a processor where it begins a service.
 */
export default class extends Runtime {
  override unstable_shouldLoadAsEsm(path: string): boolean {
    return path.endsWith('.ts');
  }

  override async unstable_importModule(path: string): Promise<void> {
    giveGlobals(this.requireModuleOrMock(path, '@jest/globals'));
    await import(pathToFileURL(path).href);
  }

  override getSourceMaps(): Map<string, string> {
    return sourceMaps;
  }
}
