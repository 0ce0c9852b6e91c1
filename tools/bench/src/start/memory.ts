import { readdir, readFile } from 'node:fs/promises';

export interface ProcessMemory {
  pid: number;
  command: string;
  /** Bytes: its own, and its share of what it shares with others (proportional set size). */
  bytes: number;
}

/** Memory of a process and of all that it started, and they. Linux alone tells it. */
export async function memoryOfTree(root: number): Promise<ProcessMemory[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOfTree = (pid: number): boolean => pid === root || (parents.has(pid) && isOfTree(parents.get(pid) ?? 0));
  const found = await Promise.all([...parents.keys()].filter(isOfTree).map(memoryOf));
  return found.filter((one) => one !== null);
}

/** Null when it has ended meanwhile. */
async function memoryOf(pid: number): Promise<ProcessMemory | null> {
  const [rollup, commandLine] = await Promise.all([readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => ''), readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')]);
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  if (kilobytes === undefined) return null;
  return { pid, command: commandLine.replaceAll('\0', ' ').trim(), bytes: Number(kilobytes) * 1024 };
}
