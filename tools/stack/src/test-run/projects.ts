import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../folder.js';

export interface Project {
  name: string;
  path: string;
  /** Has specifications that Jest runs. */
  hasSpecs: boolean;
}

const manifest = z.object({ nx: z.object({ name: z.string() }) });

/** Every project of the workspace, by where its package is. */
export function workspaceProjects(): Project[] {
  const found: Project[] = [];
  const visit = (path: string): void => {
    const file = join(root, path, 'package.json');
    if (existsSync(file)) {
      const { nx } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
      found.push({ name: nx.name, path, hasSpecs: ['src', 'test'].some((folder) => holdsSpecs(join(root, path, folder))) });
      return;
    }
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(join(path, entry.name));
    }
  };
  // Services take longest: the rest runs beside them.
  for (const top of ['apps', 'libs', 'tools']) visit(top);
  return found;
}

function holdsSpecs(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.spec.ts'));
}
