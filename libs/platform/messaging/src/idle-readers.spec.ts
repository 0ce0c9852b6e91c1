import { describe, expect, it } from '@jest/globals';
import { IdleReader, type Readable } from './idle-readers.js';

describe('a reader of a queue', () => {
  const state = { steps: 0, busy: 0, waiting: 0, running: true, closing: false };
  const reader: Readable = {
    worker: {
      isRunning: () => state.running,
      get closing() {
        return state.closing ? Promise.resolve() : undefined;
      },
    },
    progress: () => ({ steps: state.steps, busy: state.busy }),
    concurrency: 4,
    waiting: () => (state.waiting < 0 ? Promise.reject(new Error('away')) : Promise.resolve(state.waiting)),
  };

  /** The look, counted from 1, at which it is found; 0 when it never is. */
  async function foundAt(given: Partial<typeof state>, eachLook: () => void = () => undefined): Promise<number> {
    Object.assign(state, { steps: 0, busy: 0, waiting: 0, running: true, closing: false }, given);
    const idle = new IdleReader(reader);
    for (let look = 1; look <= 30; look += 1) {
      if (await idle.look()) return look;
      eachLook();
    }
    return 0;
  }

  it('is found when it leaves jobs lying that it could take, after ten seconds of looks', async () => {
    expect(await foundAt({ waiting: 3 })).toBe(5);
    expect(await foundAt({ waiting: 3, busy: 3 })).toBe(5);
  });

  it('is found when its library has ended it without a word', async () => {
    expect(await foundAt({ running: false })).toBe(5);
  });

  it('is left alone while it moves, has nothing to do, is being closed, or cannot be asked', async () => {
    expect(await foundAt({ waiting: 3 }, () => (state.steps += 1))).toBe(0);
    expect(await foundAt({ waiting: 0 })).toBe(0);
    expect(await foundAt({ waiting: 3, closing: true })).toBe(0);
    expect(await foundAt({ waiting: -1 })).toBe(0);
  });

  it('is given more time when it is busy with as much as it may be', async () => {
    expect(await foundAt({ waiting: 3, busy: 4 })).toBe(21);
  });
});
