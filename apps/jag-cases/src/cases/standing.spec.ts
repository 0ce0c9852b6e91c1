import { CASE_STATES } from '@concordat/contracts-jag-cases';
import { describe, expect, it } from '@jest/globals';
import { refuseOver } from './standing.js';
import { TRANSITIONS } from './transition-table.js';

const refusalOf = (state: (typeof CASE_STATES)[number]): string | null => {
  try {
    refuseOver({ state }, 'add information');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : null;
  }
};

describe('work on a case', () => {
  it('is refused once nothing leads on from its state but its being reopened, in words of what is possible', () => {
    for (const state of CASE_STATES) {
      const ways = TRANSITIONS.filter(({ from }) => from.includes(state)).map(({ to }) => to);
      const refusal = refusalOf(state);
      if (ways.length === 0) expect([state, refusal]).toEqual([state, `The nomination was ${state}, so nobody works on this case. There must be a new nomination before you add information.`]);
      else if (ways.includes('accepted-again')) expect(refusal).toBe('This case is closed. It must be reopened before you add information.');
      else expect([state, refusal]).toEqual([state, null]);
    }
  });
});
