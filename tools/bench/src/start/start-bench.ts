import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { internalPorts, silent, Stack, stackFolder, type StackFolder } from '@concordat/tool-stack';
import { measured, type Measured } from '../measured.js';
import { memoryOfTree } from './memory.js';

/** After which nothing of the start is at work any more, in milliseconds. */
const AT_REST = 20_000;

export interface StartFigures {
  /** Milliseconds to the ready line, on nothing: databases made, migrated, the demo loaded. */
  first: Measured;
  /** The same on what the first start left. */
  second: Measured;
  /** Bytes of proportional set size, of all processes together, at rest. */
  memory: Measured;
  /** Of the last round, by program, largest first. */
  programs: { program: string; processes: number; bytes: number }[];
}

/** What `npm start` takes once packages are installed and everything is built. */
export async function benchStart(rounds: number, say: (line: string) => void): Promise<StartFigures> {
  const [first, second, memory]: [number[], number[], number[]] = [[], [], []];
  let programs: StartFigures['programs'] = [];
  for (let round = 0; round < rounds; round += 1) {
    const place = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
    try {
      const folder = stackFolder(place);
      first.push(await timed(folder, () => Promise.resolve()));
      second.push(
        await timed(folder, async () => {
          await pause(AT_REST);
          const found = await memoryOfTree(process.pid);
          memory.push(found.reduce((sum, { bytes }) => sum + bytes, 0));
          programs = byProgram(found);
        }),
      );
    } finally {
      await rm(place, { recursive: true, force: true });
    }
    say(`  round ${String(round + 1)}: ${seconds(first.at(-1) ?? 0)}, then ${seconds(second.at(-1) ?? 0)}; ${gigabytes(memory.at(-1) ?? 0)}`);
  }
  return { first: measured(first), second: measured(second), memory: measured(memory), programs };
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

async function timed(folder: StackFolder, whileReady: () => Promise<void>): Promise<number> {
  const [port = 0] = await internalPorts(1);
  const stack = new Stack({ folder, progress: silent, env: { PORT: String(port) }, fresh: false });
  const began = performance.now();
  try {
    await stack.start();
    const took = performance.now() - began;
    await whileReady();
    return took;
  } finally {
    await stack.stop();
  }
}

function byProgram(processes: Awaited<ReturnType<typeof memoryOfTree>>): StartFigures['programs'] {
  const groups = Map.groupBy(processes, ({ command }) => programOf(command));
  return [...groups]
    .map(([program, members]) => ({ program, processes: members.length, bytes: members.reduce((sum, { bytes }) => sum + bytes, 0) }))
    .sort((a, b) => b.bytes - a.bytes);
}

/** `postgres`, `redis-server`, or which application's file Node runs. */
function programOf(command: string): string {
  if (command.includes('postgres')) return 'postgres';
  const file = command.split(' ').find((word) => word.endsWith('.js'));
  return file?.split('/').slice(-3).join('/') ?? basename(command.split(' ')[0] ?? '');
}
