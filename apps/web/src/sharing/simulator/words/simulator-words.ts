import type { OutputOf, RECORD_STANDINGS, RULE_CLAUSES, simulatorRoutes } from '@concordat/contracts-protocol';

export type Simulation = OutputOf<ReturnType<typeof simulatorRoutes>['answer']>;
export type Tried = NonNullable<Simulation['tried']>;
type Clause = (typeof RULE_CLAUSES)[number];
type Refusal = Tried['refusals'][number]['reason'];
type Denial = Tried['reasons'][number];

/** `givenName` as "given name". */
export const fieldsInWords = (codes: readonly string[]): string => codes.map((code) => code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)).join(', ');

/** What each refusal asks, and what would end it. */
export const REFUSAL_WORDS: Readonly<Record<Refusal, { rule: string; change: string }>> = {
  'inactive-user': { rule: 'Their account is closed', change: 'Their account would have to be open' },
  'training-lapsed': { rule: 'Their training does not hold, and the information is not their agency’s', change: 'They would have to renew their training' },
  'conflict-of-interest': { rule: 'They have a conflict of interest, or are kept from the case', change: 'The conflict of interest would have to end, or they would have to be let in again' },
  'must-not-receive': { rule: 'They, or their agency, must never learn of somebody of the case', change: 'The entry in the register would have to end' },
  'victim-safety': { rule: 'It is marked for a victim’s safety, and they are not among those who may read it', change: 'They would have to be named as a reader, with a second person' },
};

export const DENIAL_WORDS: Readonly<Record<Exclude<Denial, Refusal>, string>> = {
  role: 'They hold no role that opens it.',
  'not-in-circle': 'They are not in the circle of the case.',
  'no-agreement': 'No agreement lets their agency have it.',
  'no-consent': 'An agreement lets their agency have it with consent, and there is none.',
};

/** Each clause as it must be, and what would make it so. */
export const CLAUSE_WORDS: Readonly<Record<Clause, { rule: string; change: string }>> = {
  'of-owner': { rule: 'They work for the agency that holds it', change: 'they would have to work for the agency that holds it' },
  'own-role': { rule: 'They are a practitioner, coordinator, manager or information governance lead', change: 'they would need the role of practitioner, coordinator, manager or information governance lead' },
  'not-owner': { rule: 'They work for another agency than the one that holds it', change: 'they would have to work for another agency' },
  'sharing-role': { rule: 'They are a practitioner, coordinator or manager', change: 'they would need the role of practitioner, coordinator or manager' },
  'in-circle': { rule: 'They are in the circle of the case at that time', change: 'the case’s owner would have to invite their agency, or them, to the circle' },
  'agreement-active': { rule: 'The agreement is in force', change: 'the agreement would have to be in force' },
  'agreement-in-date': { rule: 'The agreement is valid at that time', change: 'the agreement would have to be valid at that time' },
  'owner-signed': { rule: 'The agency that holds it has signed', change: 'the agency that holds it would have to sign' },
  'recipient-signed': { rule: 'Their agency has signed', change: 'their agency would have to sign' },
  'for-purpose': { rule: 'The term is for the purpose of the case', change: 'the term would have to be for the purpose of the case' },
  'from-owner': { rule: 'The term covers what the holding agency gives', change: 'the term would have to cover the agency that holds it' },
  'to-recipient': { rule: 'The term lets their agency have it', change: 'the term would have to name their agency' },
  'category-listed': { rule: 'This kind of information is listed', change: 'it would have to list this kind of information' },
  'field-listed': { rule: 'A field that is filled in is listed', change: 'it would have to list one of the fields' },
  consent: { rule: 'There is consent', change: 'the person would have to consent' },
  'export-allowed': { rule: 'It may be taken out of Concordat', change: 'it would have to allow taking it out of Concordat' },
  begun: { rule: 'It was decided at or before that time', change: 'it would have to be decided before that time' },
  'not-ended': { rule: 'It has not ended, and was not taken back', change: 'it would have to last longer' },
  'decided-by-owner': { rule: 'The agency that holds it decided it', change: 'the agency that holds it would have to decide it' },
  'for-user': { rule: 'It is for them', change: 'it would have to be for them' },
  'by-user': { rule: 'They opened it themselves', change: 'they would have to open it themselves' },
  'vital-interests': { rule: 'It is for vital interests', change: 'it would have to be for vital interests' },
  'emergencies-allowed': { rule: 'The agency that holds it allows emergency access', change: 'the agency that holds it would have to allow emergency access' },
};

export const STANDING_WORDS: Readonly<Record<(typeof RECORD_STANDINGS)[number], { text: string; counts: boolean }>> = {
  gives: { text: 'Decides, and says yes', counts: true },
  'other-purpose': { text: 'Is for another purpose', counts: false },
  'other-recipient': { text: 'Does not name their agency', counts: false },
  'other-category': { text: 'Does not list this kind of information', counts: false },
  'not-a-person': { text: 'A place or a group cannot consent', counts: false },
  later: { text: 'Was recorded after that time', counts: false },
  invalidated: { text: 'Whoever gave it is alleged to cause the person harm', counts: false },
  'child-not-competent': { text: 'The person was under 16 and not assessed as able to decide', counts: false },
  'parent-of-adult': { text: 'A parent cannot decide for somebody of 16 or over', counts: false },
  'child-decided': { text: 'A parent does not override a child who decided', counts: false },
  'attorney-of-child': { text: 'An attorney cannot decide for somebody under 18', counts: false },
  overtaken: { text: 'A later record decides', counts: false },
  refused: { text: 'Decides, and says no', counts: true },
  withdrawn: { text: 'Decides, and was withdrawn', counts: true },
  expired: { text: 'Decides, and has run out', counts: true },
  'parent-after-birthday': { text: 'Decides, and ended on the sixteenth birthday: it was a parent’s', counts: true },
};
