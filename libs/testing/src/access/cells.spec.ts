import { ROLES } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import { faultsOfAnswers, faultsOfTable, HOLDINGS, STANDINGS, tableOf, type FoundCell, type StatedCells } from './cells.js';
import { isOfPart } from './part-of-today.js';

const ROUTE = 'GET /cases/{caseId}';
const row = (difference: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(HOLDINGS.map((holding) => [holding, 'reached reached reached absent absent'])), none: 'unauthenticated', ...difference,
});
const without = (holding: string): StatedCells => ({ [ROUTE]: Object.fromEntries(Object.entries(row()).filter(([name]) => name !== holding)) });

describe('stated cells', () => {
  it('are whole: each route, each role and each standing', () => {
    expect(faultsOfTable({ [ROUTE]: row() }, [ROUTE])).toEqual([]);
    expect(faultsOfTable({ [ROUTE]: row() }, [ROUTE, 'POST /cases'])).toEqual(['POST /cases: has no stated cell']);
    expect(faultsOfTable({ [ROUTE]: row() }, [])).toEqual([`${ROUTE}: is stated and no route`]);
    expect(faultsOfTable(without('auditor'), [ROUTE])).toEqual([`${ROUTE}: has no cell for auditor`]);
    expect(faultsOfTable({ [ROUTE]: row({ clerk: 'absent' }) }, [ROUTE])).toEqual([`${ROUTE}: clerk is no role`]);
    expect(faultsOfTable({ [ROUTE]: row({ analyst: 'absent absent' }) }, [ROUTE])).toEqual([`${ROUTE}: analyst: 2 verdicts are stated, not 1 or 5`]);
    expect(faultsOfTable({ [ROUTE]: row({ analyst: 'perhaps' }) }, [ROUTE])).toEqual([`${ROUTE}: analyst: “perhaps” is no verdict`]);
  });

  it('have somebody who reaches each record, without whom nothing would show who else does', () => {
    const ofNobody = Object.fromEntries(Object.entries(row()).map(([holding, cell]) => [holding, cell.replaceAll('reached', 'absent')]));
    expect(faultsOfTable({ [ROUTE]: ofNobody }, [ROUTE])).toEqual([`${ROUTE}: is reached by nobody`]);
    expect(faultsOfTable({ 'GET /cases': ofNobody }, ['GET /cases'])).toEqual([]);
  });

  it('are asked in ten days, each day of every role and standing', () => {
    const ofOnePartnership = ROLES.flatMap((holding) => STANDINGS.filter((standing) => standing !== 'elsewhere').map((standing) => ({ holding, standing })));
    const rows = Array.from({ length: 10 }, (_, at) => at + 3);
    for (const cell of ofOnePartnership) {
      expect(rows.filter((at) => isOfPart(cell, at, { now: 4, of: 10 }))).toHaveLength(1);
      expect(rows.filter((now) => isOfPart(cell, 5, { now: now % 10, of: 10 }))).toHaveLength(1);
      expect(isOfPart(cell, 5, { now: 0, of: 1 })).toBe(true);
    }
  });

  it('let nobody of another partnership in', () => {
    expect(faultsOfTable({ [ROUTE]: row({ manager: 'reached' }) }, [ROUTE])).toEqual([`${ROUTE}: manager: somebody of another partnership is let in`]);
  });

  it('are held against each answer', () => {
    const cell: FoundCell = { route: ROUTE, holding: 'manager', standing: 'stranger', verdict: 'absent' };
    expect(faultsOfAnswers({ [ROUTE]: row() }, [cell])).toEqual([]);
    expect(faultsOfAnswers({ [ROUTE]: row() }, [{ ...cell, verdict: 'reached' }])).toEqual([`${ROUTE}, manager, stranger: is reached, stated is absent`]);
    expect(faultsOfAnswers({}, [cell])).toEqual([`${ROUTE}, manager, stranger: is absent, stated is nothing`]);
    expect(tableOf([{ ...cell, standing: 'circle', verdict: 'reached' }, cell])).toEqual({ [ROUTE]: { manager: 'reached absent' } });
  });
});
