import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { memoryOfTree } from './memory.js';

describe('the memory of a tree of processes', () => {
  it('is that of the process, of its child and of the child’s child', async () => {
    const child = spawn('sh', ['-c', 'sleep 30 & echo begun; wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    try {
      const tree = await memoryOfTree(process.pid);
      expect(tree.map(({ command }) => command)).toEqual(expect.arrayContaining([expect.stringContaining('sleep 30 & echo'), 'sleep 30']));
      expect(tree.find(({ pid }) => pid === process.pid)?.bytes).toBeGreaterThan(10_000_000);
      expect((await memoryOfTree(child.pid ?? 0)).map(({ pid }) => pid)).not.toContain(process.pid);
    } finally {
      for (const { pid } of await memoryOfTree(child.pid ?? 0)) process.kill(pid);
    }
  });
});
