import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { marksOfBeginning } from '../accounts.js';
import { readIfThere, type StackFolder } from '../folder.js';

/** Beside PostgreSQL's own files, in a backup alone. */
const PLACE = 'concordat-begun';

/** How an installation was begun, by the names of its marks. */
export type Begun = ReadonlyMap<string, string>;

/** Puts into the copy of the databases how they were begun: without it the next start would load the demo into an installation that goes without. */
export async function keepBegun(folder: StackFolder, copy: string): Promise<void> {
  await mkdir(join(copy, PLACE), { mode: 0o700 });
  for (const mark of marksOfBeginning(folder)) {
    const text = await readIfThere(mark);
    if (text !== null) await writeFile(join(copy, PLACE, basename(mark)), text, { mode: 0o600 });
  }
}

/** Takes it out of a copy again; empty for a copy that says nothing of it. */
export async function takeBegun(folder: StackFolder, copy: string): Promise<Begun> {
  const begun = new Map<string, string>();
  for (const name of marksOfBeginning(folder).map((mark) => basename(mark))) {
    const text = await readIfThere(join(copy, PLACE, name));
    if (text !== null) begun.set(name, text);
  }
  await rm(join(copy, PLACE), { recursive: true, force: true });
  return begun;
}

/** Marks the folder as `begun` says; as it was when that says nothing. */
export async function markBegun(folder: StackFolder, begun: Begun): Promise<void> {
  if (begun.size === 0) return;
  await mkdir(folder.accounts, { recursive: true, mode: 0o700 });
  for (const mark of marksOfBeginning(folder)) {
    const text = begun.get(basename(mark));
    if (text === undefined) await rm(mark, { force: true });
    else await writeFile(mark, text, { mode: 0o600 });
  }
}
