import type { Tree } from '@nx/devkit';
import { sliceFiles } from './templates.js';
import { wordsOf } from './words.js';

export interface SliceOptions {
  service: string;
  /** Kebab-case plural noun of the domain. */
  name: string;
}

/**
 * Makes a slice: contract, entity, service, controller and migration. What lists them (the contracts' index, the
 * service's module and its list of migrations) is yours to extend: the last line says so.
 *
 * @throws Error when one of the files is there already
 */
export default function slice(tree: Tree, { service, name }: SliceOptions): () => void {
  const words = wordsOf(name);
  const files = sliceFiles(service, words);
  const there = files.find((file) => tree.exists(file.path));
  if (there) throw new Error(`${there.path} is there already: choose another name, or extend that slice`);
  for (const file of files) tree.write(file.path, file.text);
  const index = `libs/contracts/${service}/src/index.ts`;
  tree.write(index, `${tree.read(index, 'utf8') ?? ''}export * from './${name}.js';\n`);
  return () => {
    console.log(
      `Next: add ${words.Class}Schema to the entities, ${words.Classes} and ${words.Classes}Controller to the module, and ${words.Classes}Table to src/migrations/index.ts of apps/${service}; then write its specification.`,
    );
  };
}
