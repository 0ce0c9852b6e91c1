import { describe, expect, it } from '@jest/globals';
import { idsIn, valueWords } from './history-words.js';

const POLICE = '01a200d7-988c-7394-8058-09f2ad510d18';
const agency = (id: string) => (id === POLICE ? 'Police' : 'Another agency');

describe('what a history tells, in words', () => {
  it.each([
    ['parentId', null, 'Nothing'],
    ['coreAgencyIds', [], 'Nothing'],
    ['emergencyAccess', true, 'Yes'],
    ['minimumAge', 10, '10'],
    ['agendaDays', 1, '1 working day before'],
    ['endsOn', '2026-02-02', '2 February 2026'],
    ['roles', ['administrator', 'information-governance'], 'Administrator\nInformation governance lead'],
    ['status', 'active', 'In force'],
    ['status', 'in-review', 'In review'],
    ['ownerAgencyId', POLICE, 'Police'],
    ['coreAgencyIds', [POLICE], 'Police'],
    ['criteria', [{ code: 'age', text: 'Is aged 10 to 17' }], 'Is aged 10 to 17'],
    ['signatures', [{ agencyId: POLICE, on: '2026-01-05', withdrawnOn: '2026-02-02' }], 'Police, signed on 5 January 2026, withdrawn on 2 February 2026'],
    ['terms', [{ id: POLICE }], '1 term'],
    ['name', 'well-being', 'well-being'],
  ])('%s %j is %s', (field, value, words) => {
    expect(valueWords(field, value, agency)).toBe(words);
  });

  it('finds the ids of agencies to be named', () => {
    expect(idsIn([{ agencyId: POLICE, on: '2026-01-05' }, POLICE, 'no id', 3, null])).toEqual([POLICE, POLICE]);
  });
});
