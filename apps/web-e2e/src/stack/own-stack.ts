import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, stackFolder, type ReadyStack, type StackFolder, type StackOptions } from '@concordat/tool-stack';

export interface OwnStack {
  folder: StackFolder;
  ready: ReadyStack;
  stop: () => Promise<void>;
}

/** A whole stack in a folder of its own, which goes when it is stopped. */
export async function startOwnStack(options: Pick<StackOptions, 'progress' | 'env' | 'empty'>): Promise<OwnStack> {
  const path = await mkdtemp(join(tmpdir(), 'concordat-journeys-'));
  const folder = stackFolder(path);
  const stack = new Stack({ ...options, folder, fresh: false });
  const ready = await stack.start();
  if (ready === null) throw new Error('The start of Concordat was stopped');
  const stop = async (): Promise<void> => {
    await stack.stop();
    await rm(path, { recursive: true, force: true });
  };
  return { folder, ready, stop };
}
