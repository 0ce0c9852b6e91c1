import { describe, expect, it } from '@jest/globals';
import { IdleReader, IdleRelay, type Readable } from './idle-readers.js';

describe('a reader of a queue', () => {
  const state = { asked: 0, asks: true, steps: 0, busy: 0, waiting: 0, closing: false };
  const reader: Readable = {
    worker: {
      get closing() {
        return state.closing ? Promise.resolve() : undefined;
      },
    },
    progress: () => ({ asked: (state.asked += Number(state.asks)), steps: state.steps, busy: state.busy }),
    concurrency: 4,
    waiting: () => (state.waiting < 0 ? Promise.reject(new Error('away')) : Promise.resolve(state.waiting)),
  };

  /** The look, counted from 1, at which it is found; 0 when it never is. */
  async function foundAt(given: Partial<typeof state>, eachLook: () => void = () => undefined): Promise<number> {
    Object.assign(state, { asked: 0, asks: true, steps: 0, busy: 0, waiting: 0, closing: false }, given);
    const idle = new IdleReader(reader);
    for (let look = 1; look <= 30; look += 1) {
      if (await idle.look()) return look;
      eachLook();
    }
    return 0;
  }

  it('is found when it leaves jobs lying that it could take, after eight seconds of looks', async () => {
    expect(await foundAt({ waiting: 3 })).toBe(5);
    expect(await foundAt({ waiting: 3, busy: 3 })).toBe(5);
  });

  it('is found when it asks for nothing, also while others take what there is', async () => {
    expect(await foundAt({ asks: false })).toBe(5);
    expect(await foundAt({ asks: false, waiting: -1 })).toBe(5);
    expect(await foundAt({ asks: false, busy: 3 })).toBe(5);
  });

  it('is left alone while it moves, has nothing to do, is being closed, or cannot be asked', async () => {
    expect(await foundAt({ waiting: 3 }, () => (state.steps += 1))).toBe(0);
    expect(await foundAt({ waiting: 0 })).toBe(0);
    expect(await foundAt({ asks: false }, () => (state.steps += 1))).toBe(0);
    expect(await foundAt({ asks: false, busy: 4 })).toBe(0);
    expect(await foundAt({ waiting: 3, closing: true })).toBe(0);
    expect(await foundAt({ waiting: -1 })).toBe(0);
  });

  it('is given more time when it is busy with as much as it may be', async () => {
    expect(await foundAt({ waiting: 3, busy: 4 })).toBe(26);
  });
});

describe('a relay', () => {
  it('is found when a step of it never ends, and left alone while it rests or goes on', () => {
    const state = { steps: 7, resting: false };
    const idle = new IdleRelay({ progress: () => state });
    const looks = (count: number, eachLook: () => void = () => undefined): boolean[] =>
      Array.from({ length: count }, () => {
        eachLook();
        return idle.look();
      });
    expect(looks(5)).toEqual([false, false, false, false, true]);
    expect(looks(5, () => (state.steps += 1))).not.toContain(true);
    state.resting = true;
    expect(looks(9)).not.toContain(true);
    state.resting = false;
    expect(looks(4)).toEqual([false, false, false, true]);
  });
});
