import { page, type PageAnswer } from '../../../layout/answers.js';
import { date, dateTime } from '../../../layout/times.js';
import { codeWords, count } from '../../../layout/words.js';
import type { KnownNames } from '../../../services/names.js';
import { GIVER_WORDS } from '../../words/consent-words.js';
import { askAddress, type SimulatorPlace } from '../simulator-place.js';
import { CLAUSE_WORDS, DENIAL_WORDS, fieldsInWords, REFUSAL_WORDS, STANDING_WORDS, type Simulation, type Tried } from '../words/simulator-words.js';

type Grant = Tried['grants'][number];
type Reason = Tried['reasons'][number];

const YES = { text: 'Yes', colour: 'green' };
const NO = { text: 'No', colour: 'red' };
const APPLIES = { text: 'Applies', colour: 'red' };
const DOES_NOT = { text: 'Does not apply', colour: 'grey' };

/** So many ways are told as what would have to change: the nearest ones. */
const NEAREST = 3;

export function answerPage({ item, asked, purpose, world, ownAlone, tried }: Simulation, place: SimulatorPlace, names: KnownNames): PageAnswer {
  const who = names.user(asked.userId);
  return page('sharing/simulator/answer/answer', {
    title: 'Whether they can see it',
    back: askAddress(place, item.id),
    reference: item.caseReference,
    asked: [
      { key: 'Who', text: `${who}, ${names.agency(asked.agencyId)}` },
      { key: 'What', text: `${codeWords(item.category)}: ${fieldsInWords(item.fields)}` },
      { key: 'To do what', text: asked.action === 'read' ? 'See it on a page' : 'Take it out of Concordat' },
      { key: 'When', text: `${dateTime(asked.at)}${world === 'then' ? ', from what was so then' : ''}` },
      { key: 'Purpose of the case', text: codeWords(purpose) },
    ],
    ownAlone,
    tried: tried === null ? null : triedWords(tried, who),
  });
}

function triedWords(tried: Tried, who: string) {
  const permitted = tried.decision === 'permit';
  return {
    permitted,
    heading: permitted ? `Yes: ${who} can see it` : `No: ${who} cannot see it`,
    because: permitted ? tried.why : tried.reasons.map(reasonWords),
    fields: fieldsInWords(tried.fields),
    changes: changesOf(tried),
    refusals: tried.refusals.map(({ reason, applies }) => ({ rule: REFUSAL_WORDS[reason].rule, tag: applies ? APPLIES : DOES_NOT })),
    grants: tried.grants.toSorted((one, other) => missingOf(one).length - missingOf(other).length).map((grant) => ({
      title: grantTitle(grant),
      missing: missingOf(grant).map(({ clause }) => CLAUSE_WORDS[clause].rule),
      tag: grant.fields.length > 0 ? { text: `Opens ${fieldsInWords(grant.fields)}`, colour: 'green' } : { text: 'Opens nothing', colour: 'grey' },
      clauses: grant.clauses.map(({ clause, holds }) => ({ rule: CLAUSE_WORDS[clause].rule, tag: holds ? YES : NO })),
    })),
    others: tried.otherTerms === 0 ? '' : `${count(tried.otherTerms, 'other term')} of agreements ${tried.otherTerms === 1 ? 'was' : 'were'} tried: not between the two agencies.`,
    consents: tried.consents.map(({ record, standing }) => ({
      what: record === null ? 'A record that other agencies keep' : `${record.decision === 'given' ? 'Given' : 'Refused'} on ${date(record.recordedAt)} by: ${GIVER_WORDS[record.givenBy].toLowerCase()}`,
      standing: STANDING_WORDS[standing].text,
      tag: STANDING_WORDS[standing].counts ? { text: 'Counts', colour: 'green' } : { text: 'Does not count', colour: 'grey' },
    })),
  };
}

function reasonWords(reason: Reason): string {
  return isWant(reason) ? DENIAL_WORDS[reason] : `${REFUSAL_WORDS[reason].rule}.`;
}

function isWant(reason: Reason): reason is keyof typeof DENIAL_WORDS {
  return Object.hasOwn(DENIAL_WORDS, reason);
}

function grantTitle({ kind, agreement, decidedAt }: Grant): string {
  switch (kind) {
    case 'own':
      return 'Their own agency’s information';
    case 'term':
      return `${capital(agreement?.name ?? 'An agreement')}, term ${String(agreement?.term ?? '')}`;
    case 'disclosure':
      return `A decision to share of ${date(decidedAt)}`;
    case 'emergency':
      return `An emergency access of ${dateTime(decidedAt)}`;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What would have to be otherwise for the other answer; the ways that want least come first. */
export function changesOf({ decision, refusals, grants }: Tried): string[] {
  if (decision === 'permit') {
    const giving = grants.filter(({ fields }) => fields.length > 0).map(grantTitle);
    return [`${giving.length === 1 ? 'This' : 'Each of these'} would have to end: ${giving.join('; ')}.`];
  }
  const ended = refusals.filter(({ applies }) => applies).map(({ reason }) => `${REFUSAL_WORDS[reason].change}.`);
  if (grants.some(({ fields }) => fields.length > 0)) return ended;
  const ways = grants
    .filter(({ kind, clauses }) => kind !== 'own' || clauses.some(({ clause, holds }) => clause === 'of-owner' && holds))
    .map((grant) => ({ grant, missing: missingOf(grant) }))
    .toSorted((one, other) => one.missing.length - other.missing.length)
    .slice(0, NEAREST);
  if (ways.length === 0) return [...ended, 'Both agencies would have to sign an agreement with a term for this purpose and kind of information, or the agency that holds it would have to decide to share it.'];
  return [...ended, ...ways.map(({ grant, missing }) => `${grantTitle(grant)}: ${missing.map(({ clause }) => CLAUSE_WORDS[clause].change).join('; ')}.`)];
}

const missingOf = ({ clauses }: Grant): Grant['clauses'] => clauses.filter(({ holds }) => !holds);
