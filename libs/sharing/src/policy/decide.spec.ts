import { describe, expect, it } from '@jest/globals';
import { decide, purpose, purposeOf, type Question } from './decide.js';
import { instant, startOfDay } from './time.js';
import { ALL, type SharingWorld, type Subject } from './world.js';

const noon = instant('2026-03-01T12:00:00Z');

/** A school's item on a council's case with the police in its circle, a term on consent and one without. */
function worldAbout(subject: Partial<Subject> = {}): SharingWorld {
  const term = { purpose: 'youth-diversion', from: ALL, to: ALL, export: true } as const;
  return {
    agencies: ['council', 'school', 'police'].map((id) => ({ id, emergencyAccess: true })),
    agreements: [
      {
        id: 'isa',
        active: true,
        validFrom: startOfDay('2026-01-01'),
        validTo: startOfDay('2027-01-01'),
        signatures: ['school', 'police'].map((agency) => ({ agency, from: startOfDay('2026-01-01'), to: null })),
        terms: [
          { ...term, id: 'on-consent', categories: new Map([['education', new Set(['*', 'a.b'])]]), basis: 'consent' },
          { ...term, id: 'task', categories: new Map([['identity', ALL]]), basis: 'public-task' },
        ],
      },
    ],
    subjects: [{ id: 'subject', kind: 'person', dateOfBirth: null, ...subject }],
    users: [
      { id: 'teacher', agency: 'school', active: true, roles: ['practitioner'], trainingValidTo: null, relatedSubjects: [] },
      { id: 'officer', agency: 'police', active: true, roles: ['practitioner'], trainingValidTo: startOfDay('2027-01-01'), relatedSubjects: [] },
    ],
    cases: [
      {
        id: 'case', purpose: 'youth-diversion', owner: 'council', subjects: ['subject'], excludedUsers: [],
        circle: [{ agency: 'police', from: startOfDay('2026-01-01'), to: null, users: null }],
      },
    ],
    consents: [
      {
        id: 'k', subject: 'subject', purpose: 'youth-diversion', recipients: new Set(['police']), categories: new Set(['education']), given: true, givenBy: 'subject',
        competent: false, recordedAt: startOfDay('2026-02-01'), withdrawnAt: null, expiresAt: null, invalidatedAt: null,
      },
    ],
    disclosures: [],
    items: [
      { id: 'report', case: 'case', subject: 'subject', owner: 'school', category: 'education', marking: 'standard', namedReaders: new Set(), fields: ['*', 'a.b', 'axb', 'b'] },
      { id: 'who', case: 'case', subject: 'subject', owner: 'school', category: 'identity', marking: 'standard', namedReaders: new Set(), fields: ['name'] },
    ],
    mustNotReceive: [],
  };
}

const ask = (world: SharingWorld, asked: Partial<Question> = {}): unknown =>
  decide(world, { user: 'officer', action: 'read', item: 'report', purpose: purpose('youth-diversion'), at: noon, ...asked });

describe('a decision', () => {
  it('takes field names as they are, never as patterns', () => {
    expect(ask(worldAbout())).toEqual({ decision: 'permit', fields: ['*', 'a.b'], reasons: ['consent:k', 'term:isa/on-consent'] });
  });

  it.each(['group', 'place'] as const)('takes no consent for a %s, whose other terms hold', (kind) => {
    const world = worldAbout({ kind });
    expect(ask(world)).toEqual({ decision: 'deny', fields: [], reasons: ['no-consent'] });
    expect(ask(world, { item: 'who' })).toEqual({ decision: 'permit', fields: ['name'], reasons: ['term:isa/task'] });
  });

  it('lets no parent override a child who decided at the same instant', () => {
    const world = worldAbout({ dateOfBirth: '2012-01-01' });
    const [given] = world.consents;
    if (given === undefined) throw new Error('The world has a consent');
    const parents = { ...given, id: 'a', givenBy: 'parental-responsibility' as const };
    expect(ask({ ...world, consents: [parents] })).toMatchObject({ decision: 'permit' });
    const child = { ...given, competent: true, withdrawnAt: startOfDay('2026-02-02') };
    expect(ask({ ...world, consents: [parents, child] })).toMatchObject({ decision: 'deny', reasons: ['no-consent'] });
  });

  it('denies what it cannot place', () => {
    const world = worldAbout();
    expect(ask(world, { user: 'nobody' })).toMatchObject({ decision: 'deny', fields: [] });
    expect(ask(world, { item: 'nothing' })).toMatchObject({ decision: 'deny', fields: [] });
    expect(ask(world, { user: 'teacher', purpose: purpose('curiosity') })).toMatchObject({ decision: 'deny', fields: [] });
    expect(ask({ ...world, cases: [] }, { user: 'teacher' })).toMatchObject({ decision: 'deny', fields: [] });
    expect(ask({ ...world, subjects: [] })).toMatchObject({ decision: 'deny', reasons: ['no-consent'] });
  });

  it('is for the purpose of the case', () => {
    expect(purposeOf(worldAbout(), 'report')).toBe('youth-diversion');
    expect(purposeOf(worldAbout(), 'nothing')).toBeUndefined();
  });

  it('answers the same however often the same world is asked', () => {
    const world = worldAbout();
    const first = ask(world);
    expect(ask(world, { at: instant('2027-01-01T00:00:00Z') })).toEqual({ decision: 'deny', fields: [], reasons: ['training-lapsed'] });
    expect(ask(world)).toEqual(first);
  });
});

/** What the compiler says of a question that lacks `Part`: false when it is refused. */
type MayLack<Part extends keyof Question> = Omit<Question, Part> extends Question ? true : false;
/** Whether plain text or a plain number will do for `Part`. */
type MayBePlain<Part extends keyof Question> = string extends Question[Part] ? true : number extends Question[Part] ? true : false;

describe('a question', () => {
  it('does not compile without a purpose or a time, nor with any text or number in their place', () => {
    const lacking: [MayLack<'purpose'>, MayLack<'at'>] = [false, false];
    const plain: [MayBePlain<'purpose'>, MayBePlain<'at'>] = [false, false];
    expect([...lacking, ...plain]).not.toContain(true);
  });
});
