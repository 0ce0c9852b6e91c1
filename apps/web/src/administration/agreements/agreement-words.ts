import type { Agreement, AgreementStatus } from '@concordat/contracts-partnership-registry';
import { CONDITIONS } from '@concordat/contracts-protocol';
import { date, today } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import type { AgencyChoices, ListedChoices } from '../choices.js';
import type { Cell, Status } from '../tables.js';

export type Term = Agreement['terms'][number];
export type Signature = Agreement['signatures'][number];

export interface AgreementLists {
  agencies: AgencyChoices;
  purposes: ListedChoices;
  categories: ListedChoices;
  gateways: ListedChoices;
}

const STATUS: Readonly<Record<AgreementStatus, Status>> = {
  draft: { text: 'Draft', colour: 'grey' },
  'in-review': { text: 'In review', colour: 'blue' },
  active: { text: 'In force', colour: 'green' },
  suspended: { text: 'Suspended', colour: 'orange' },
  ended: { text: 'Ended', colour: 'grey' },
};

/** Its status, and where its dates say more, what they say. */
export function statusTag({ status, validFrom, validTo }: Agreement, now = today()): Status {
  if (status === 'active' && validTo <= now) return { text: 'Run out', colour: 'grey' };
  if (status === 'active' && validFrom > now) return { text: 'Not yet in force', colour: 'blue' };
  return STATUS[status];
}

export const BASIS_WORDS: Readonly<Record<Term['basis'], string>> = {
  consent: 'Consent of the person',
  'public-task': 'Public task',
  'legal-obligation': 'Legal obligation',
  'vital-interests': 'Vital interests',
  'legitimate-interests': 'Legitimate interests',
  'recognised-legitimate-interest': 'Recognised legitimate interest',
};

export const isLive = ({ withdrawnOn }: Signature): boolean => withdrawnOn === null;

export function signatureWords(agreement: Agreement): string {
  const live = new Set(agreement.signatures.filter(isLive).map(({ agencyId }) => agencyId)).size;
  return live === 0 ? 'Nobody yet' : live === 1 ? '1 agency' : `${live} agencies`;
}

/** `Every agency that signed`, or their names, a line each. */
function partyWords(party: Term['from'], agencies: AgencyChoices): string {
  return party === '*' ? 'Every agency that signed' : party.map((id) => agencies.name(id)).join('\n');
}

/** Each category on a line of its own, with the parts of it that may be seen. */
function categoryWords(categories: Term['categories'], names: ListedChoices): string {
  return Object.entries(categories)
    .map(([category, parts]) => `${names.name(category)}: ${parts === '*' ? 'all of it' : list(parts.map((part) => codeWords(part).toLowerCase()))}`)
    .join('\n');
}

/** A term as a row: who may give what to whom, for what, on which basis and gateway. */
export function termRow(term: Term, { agencies, purposes, categories, gateways }: AgreementLists): Cell[] {
  return [
    { text: `Term ${term.number}`, together: true },
    { text: partyWords(term.from, agencies) },
    { text: categoryWords(term.categories, categories) },
    { text: partyWords(term.to, agencies) },
    { text: purposes.name(term.purpose) },
    basisCell(term, gateways),
    { text: term.export ? 'Yes' : 'No' },
  ];
}

function basisCell(term: Term, gateways: ListedChoices): Cell {
  const hint = [...(term.gateway === null ? [] : [gateways.name(term.gateway)]), ...conditionLines(term)].join('\n');
  return { text: BASIS_WORDS[term.basis], ...(hint === '' ? {} : { hint }) };
}

export const TERM_COLUMNS = ['Term', 'Who may give', 'What', 'To whom', 'What for', 'Basis and legal gateway', 'Printing'] as const;

export function signatureState({ on, withdrawnOn }: Signature, now = today()): Status {
  if (withdrawnOn !== null && withdrawnOn <= now) return { text: `Withdrawn on ${date(withdrawnOn)}`, colour: 'grey' };
  return on > now ? { text: 'Not yet', colour: 'blue' } : { text: 'Signed', colour: 'green' };
}

const CONDITION_WORDS: ReadonlyMap<string, string> = new Map(CONDITIONS.map(({ code, name }) => [code, name]));

/** On which conditions a term shares special category and criminal offence data; nothing where it shares none. */
export function conditionLines({ conditions }: Term): string[] {
  const { specialCategory, criminalOffence } = conditions;
  return [
    ...(specialCategory === null ? [] : [`Special category data on the condition of ${CONDITION_WORDS.get(specialCategory) ?? specialCategory}`]),
    ...(criminalOffence === null ? [] : [`Criminal offence data on the condition of ${CONDITION_WORDS.get(criminalOffence) ?? criminalOffence}`]),
  ];
}

const parties = (party: Term['from'], agencies: AgencyChoices, every: string): string => (party === '*' ? every : list(party.map((id) => agencies.name(id))));

/** A term in plain English, as sentences. */
export function termSentences(term: Term, { agencies, purposes, categories, gateways }: AgreementLists): string[] {
  const what = Object.entries(term.categories).map(
    ([category, parts]) => `${categories.name(category)}${parts === '*' ? '' : ` (${list(parts.map((part) => codeWords(part).toLowerCase()))} only)`}`,
  );
  const under = term.gateway === null ? '' : `, under ${gateways.name(term.gateway)}`;
  const consent = term.basis === 'consent' ? ' Nothing is shared without the person’s consent, or after it was withdrawn.' : '';
  return [
    `For this purpose: ${purposes.name(term.purpose)}.`,
    `${parties(term.from, agencies, 'Every agency that signed')} may give ${parties(term.to, agencies, 'every agency that signed')}: ${what.join('; ')}.`,
    `The lawful basis is: ${BASIS_WORDS[term.basis]}${under}.${consent}`,
    ...conditionLines(term).map((line) => `${line}.`),
    term.export ? 'It may be printed or taken away.' : 'It may not be printed or taken away.',
  ];
}
