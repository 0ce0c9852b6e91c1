import { spawnSync } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { CannotRun } from '@concordat/tool-stack';

/** More than a run writes; held in memory, and only as much as is written. */
const ROOM = 2_000_000_000;

/** A file system of its own below a run's folder, so that its disk can be full and the machine's is not. */
export class SmallDisk {
  private constructor(private readonly place: string) {}

  /** Whether this process may make one. */
  static isPossible(): boolean {
    return run('unshare', '--mount', 'true') === null;
  }

  /** @throws CannotRun where this process may not mount */
  static mountOn(place: string): SmallDisk {
    const said = run('mount', '-t', 'tmpfs', '-o', `size=${ROOM},mode=0700`, 'concordat-faults', place);
    if (said !== null) {
      throw new CannotRun(
        `A full disk is shown on a file system of its own, which this user may not mount (${said}).`,
        'Run it as root on Linux, or where user namespaces are allowed: unshare --user --map-current-user --keep-caps --mount npm run faults -- disk',
      );
    }
    return new SmallDisk(place);
  }

  /** Nothing more can be written from now on. */
  async fill(): Promise<void> {
    // It cannot be made smaller than what is on it, and something is written all the time.
    for (let tries = 0; ; tries += 1) {
      const { blocks, bfree, bsize } = await statfs(this.place);
      const said = this.#resize((blocks - bfree) * bsize);
      if (said === null) return;
      if (tries >= 100) throw new Error(`The disk could not be filled: ${said}`);
    }
  }

  makeRoom(): void {
    const said = this.#resize(ROOM);
    if (said !== null) throw new Error(`There was no room to be made: ${said}`);
  }

  remove(): Promise<void> {
    run('umount', '--lazy', this.place);
    return Promise.resolve();
  }

  #resize(bytes: number): string | null {
    return run('mount', '-o', `remount,size=${bytes}`, this.place);
  }
}

/** @returns what it said when it failed */
function run(command: string, ...args: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
