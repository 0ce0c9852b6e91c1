import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

export interface TrackedFile {
  /** From the root of the workspace, with `/` on every system. */
  path: string;
  text: string;
}

/** Files under version control, or new and not ignored, that match. */
export function trackedFiles(matches: (path: string) => boolean): TrackedFile[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
    .toString()
    .split('\n')
    .filter((path) => path !== '' && matches(path))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(join(root, path), 'utf8') }];
      } catch {
        return []; // Deleted, and not yet committed so.
      }
    });
}

/** Whether a file is part of what is served: sources, templates and scripts, without their tests. */
export function isProduct(path: string): boolean {
  return /^(apps\/(?!web-e2e\/)|libs\/(?!testing\/))[^ ]*\/src\/.*\.(ts|js|mjs|njk)$/.test(path) && !/\.spec\.ts$/.test(path);
}
