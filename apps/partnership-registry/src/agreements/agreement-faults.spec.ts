import { CATEGORIES, CONDITIONS, type Category } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultsOf, type Written } from './agreement-faults.js';

/*
 * The law written down a second time, from its own words and not from the product's tables: UK GDPR Articles 9 and 10, the
 * Data Protection Act 2018, Schedule 1, and section 16 of the Police, Crime, Sentencing and Courts Act 2022.
 */
const SPECIAL = ['equality', 'health', 'mental-health', 'substance-use'];
const CRIMINAL = ['offending'];
const PATIENT = ['health', 'mental-health', 'substance-use'];
const FOR_SPECIAL = /^(explicit-consent|vital-interests|legal-claims|sch1-(1|2|6|8|10|18)-.*)$/;
const FOR_CRIMINAL = /^(sch1-(1|2|6|10|18|29|30|33)-.*|official-authority)$/;
const ON_CONSENT = ['explicit-consent', 'sch1-29-consent'];
/** Schedule 1, Part 4: the conditions of Part 1 paragraph 1 and of Part 2 ask for an Appropriate Policy Document. */
const ASKS_DOCUMENT = /^sch1-(1|6|8|10|18)-/;

type Term = Written['terms'][number];
const HOSPITAL = '01890a5d-ac96-774b-bcce-b302099a8001';
const COUNCIL = '01890a5d-ac96-774b-bcce-b302099a8002';
const POLICE = '01890a5d-ac96-774b-bcce-b302099a8003';

const condition = fc.option(fc.constantFrom(...CONDITIONS.map(({ code }) => code)), { freq: 4 });
const parties = fc.constantFrom('*' as const, [COUNCIL], [POLICE], [HOSPITAL], [COUNCIL, POLICE]);
const term: fc.Arbitrary<Term> = fc.record({
  number: fc.constant(1),
  id: fc.constant('t1'),
  purpose: fc.constant('youth-diversion'),
  from: parties,
  to: parties,
  categories: fc.subarray([...CATEGORIES], { minLength: 1, maxLength: 3 }).map((listed): Partial<Record<Category, '*'>> => Object.fromEntries(listed.map((category) => [category, '*']))),
  basis: fc.constantFrom('consent' as const, 'public-task' as const),
  gateway: fc.constantFrom(null, 'cda-1998-s115', 'pcsc-2022-serious-violence'),
  conditions: fc.record({ specialCategory: condition, criminalOffence: condition }),
  export: fc.boolean(),
});
const agreement = fc.record({ terms: fc.array(term, { minLength: 1, maxLength: 2 }), policyDocument: fc.constantFrom('', 'Records office, APD 4'), impactAssessment: fc.constantFrom('', 'Records office, DPIA 12') }).map(
  (drawn): Written => ({
    ...drawn,
    validFrom: '2024-01-01',
    validTo: '2099-01-01',
    parties: [HOSPITAL, COUNCIL, POLICE].map((agencyId) => ({
      agencyId,
      contact: { name: 'Robin Peregrine', position: 'Information governance lead', email: 'robin@agency.example' },
      signatory: { name: 'Sam Merlin', position: 'Chief executive' },
    })),
    purposes: ['youth-diversion'],
    aim: 'To divert young people from offending',
    retention: 'Six years after the case is closed',
    security: 'Within Concordat alone',
    rights: 'Each agency answers for what it holds',
    reviewOn: '2098-01-01',
  }),
);

/** Why a term may not be relied on, by the law as it is written above. */
function unlawful({ from, categories, basis, gateway, conditions }: Term, documented: boolean): boolean {
  const listed = Object.keys(categories);
  const holds = (asked: boolean, chosen: string | null, allowed: RegExp): boolean =>
    !asked || (chosen !== null && allowed.test(chosen) && (!ON_CONSENT.includes(chosen) || basis === 'consent') && (documented || !ASKS_DOCUMENT.test(chosen)));
  const isSpecial = listed.some((category) => SPECIAL.includes(category));
  const isCriminal = listed.some((category) => CRIMINAL.includes(category));
  const violence = gateway === 'pcsc-2022-serious-violence';
  return (
    !holds(isSpecial, conditions.specialCategory, FOR_SPECIAL) ||
    !holds(isCriminal, conditions.criminalOffence, FOR_CRIMINAL) ||
    (basis !== 'consent' && gateway === null) ||
    (violence && listed.some((category) => PATIENT.includes(category))) ||
    (violence && (from === '*' || from.includes(HOSPITAL)))
  );
}

const givesToItself = ({ from, to }: Term): boolean => from !== '*' && to !== '*' && from.length === 1 && to.length === 1 && from[0] === to[0];

describe('law 6: lawful when made', () => {
  it('an agreement comes into force only with the conditions, gateways and documents that the law asks of each of its terms', () => {
    const seen = { lawful: 0, unlawful: 0 };
    fc.assert(
      fc.property(agreement, (drawn) => {
        const lawful = drawn.impactAssessment !== '' && !drawn.terms.some((one) => unlawful(one, drawn.policyDocument !== '') || givesToItself(one));
        seen[lawful ? 'lawful' : 'unlawful'] += 1;
        expect(faultsOf(drawn, new Set([HOSPITAL])).length === 0).toBe(lawful);
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(seen.lawful, seen.unlawful)).toBeGreaterThan(200);
  });
});
