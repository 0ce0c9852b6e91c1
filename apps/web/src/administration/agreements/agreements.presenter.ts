import type { Agreement, AgreementStatus, listAgreements } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, shortDate } from '../../layout/times.js';
import type { Visit } from '../../session/visit.js';
import { AGREEMENT_AUTHORS } from '../access.js';
import type { AgencyChoices, Option } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import { isLive, signatureState, signatureWords, statusTag, termRow, TERM_COLUMNS, type AgreementLists } from './agreement-words.js';

export const AGREEMENTS = '/agreements';

export const AGREEMENT_DONE = {
  added: 'The agreement has been drafted. Now add its terms',
  changed: 'The agreement has been changed',
  'term-added': 'The term has been added',
  'term-removed': 'The term has been removed',
  signed: 'The signature has been recorded',
  withdrawn: 'The signature has been withdrawn',
  moved: 'The status of the agreement has been changed',
} as const;

/** What a reader may do with agreements. */
export interface Writer {
  /** Prepares agreements, and signs for their own agency. */
  author: boolean;
  /** Records what any agency signed. */
  administrator: boolean;
  agencyId: string | null;
}

export const writerOf = (visit: Visit): Writer => ({
  author: visit.hasRole(...AGREEMENT_AUTHORS),
  administrator: visit.hasRole('administrator'),
  agencyId: visit.acting?.agencyId ?? null,
});

const signsFor = ({ author, administrator, agencyId }: Writer, of: string): boolean => author && (administrator || agencyId === of);

/** A draft that nobody has signed: its text can still be changed. */
export const isOpenDraft = ({ status, signatures }: Agreement): boolean => status === 'draft' && !signatures.some(isLive);

/** Agencies for which the writer can record a signature now. */
export function signatories(agreement: Agreement, agencies: AgencyChoices, writer: Writer): Option[] {
  const signed = new Set(agreement.signatures.filter(isLive).map(({ agencyId }) => agencyId));
  return agencies.options().filter(({ value }) => !signed.has(value) && signsFor(writer, value));
}

export function agreementsPage(agreements: OutputOf<typeof listAgreements>, writer: Writer, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: 'Agreements',
    ...(writer.administrator ? { back: '/administration' } : {}),
    intro: 'An information sharing agreement says who may give what to whom, for what and on which legal basis. Nothing is shared without one.',
    buttons: writer.author ? [{ text: 'Draft an agreement', href: `${AGREEMENTS}/new` }] : [],
    table: {
      caption: 'Agreements by name',
      columns: ['Agreement', 'Status', 'From', 'Until', 'Signed by'],
      rows: agreements.items.map((agreement) => [
        { text: agreement.name, href: `${AGREEMENTS}/${agreement.id}` },
        { tag: statusTag(agreement) },
        { text: shortDate(agreement.validFrom), together: true },
        { text: shortDate(agreement.validTo), together: true },
        { text: signatureWords(agreement) },
      ]),
    },
    empty: 'There is no agreement yet. Until there is one, agencies see nothing of each other’s.',
    next: agreements.next,
    base: AGREEMENTS,
    after,
  });
}

interface Move {
  text: string;
  warning: boolean;
  heading: string;
  consequences: readonly string[];
}

const MOVES: Readonly<Record<AgreementStatus, Move>> = {
  draft: { text: 'Make it a draft again', warning: false, heading: 'Make it a draft again?', consequences: ['its terms can be changed while nobody has signed'] },
  'in-review': { text: 'Send it for review', warning: false, heading: 'Send it for review?', consequences: ['agencies read it and sign', 'its terms cannot be changed meanwhile'] },
  active: {
    text: 'Bring it into force',
    warning: false,
    heading: 'Bring it into force?',
    consequences: ['what its terms allow is shared between the agencies that signed, from its first day on', 'its terms cannot be changed any more'],
  },
  suspended: {
    text: 'Suspend it',
    warning: true,
    heading: 'Suspend this agreement?',
    consequences: ['nothing more is shared under it, from this moment on', 'what was seen before stays in the record of who saw what', 'it can be brought into force again'],
  },
  ended: {
    text: 'End it',
    warning: true,
    heading: 'End this agreement?',
    consequences: ['nothing more is shared under it, from this moment on', 'it cannot be brought into force again: a new one has to be drafted and signed', 'what was seen before stays in the record of who saw what'],
  },
};

export function agreementPage(agreement: Agreement, lists: AgreementLists, writer: Writer, success: string | null): PageAnswer {
  const here = `${AGREEMENTS}/${agreement.id}`;
  const open = writer.author && isOpenDraft(agreement);
  const withdraws = writer.author && agreement.signatures.some((signature) => isLive(signature) && signsFor(writer, signature.agencyId));
  return page('administration/records/record', {
    title: 'Agreement',
    back: AGREEMENTS,
    success,
    caption: 'Information sharing agreement',
    heading: agreement.name,
    rows: [
      { key: 'Status', text: statusTag(agreement).text },
      { key: 'From', text: date(agreement.validFrom) },
      { key: 'Until', text: `${date(agreement.validTo)}, the first day on which it no longer holds` },
    ],
    buttons: writer.author
      ? [
          ...(open ? [{ text: 'Change name or dates', href: `${here}/change` }] : []),
          ...agreement.next.map((status) => ({ text: MOVES[status].text, href: `${here}/status/${status}`, warning: MOVES[status].warning })),
        ]
      : [],
    sections: [
      {
        heading: 'Who may give what to whom',
        intro: 'Only agencies that signed give or get anything.',
        empty: 'It has no terms yet, so it lets nobody see anything.',
        table: {
          caption: 'Terms',
          actions: open,
          columns: [...TERM_COLUMNS, ...(open ? ['Remove'] : [])],
          rows: agreement.terms.map((term) => [...termRow(term, lists), ...(open ? [{ text: 'Remove', hidden: `term ${term.number}`, href: `${here}/terms/${term.number}/remove` }] : [])]),
        },
        buttons: open ? [{ text: 'Add a term', href: `${here}/terms/new` }] : [],
      },
      {
        heading: 'Signatures',
        empty: 'Nobody has signed it yet. Two agencies must sign before it can come into force.',
        table: {
          caption: 'Signatures',
          actions: withdraws,
          columns: ['Agency', 'Signed on', 'State', ...(withdraws ? ['Withdraw'] : [])],
          rows: agreement.signatures.map((signature) => [
            { text: lists.agencies.name(signature.agencyId) },
            { text: date(signature.on), together: true },
            { tag: signatureState(signature) },
            ...(withdraws ? [isLive(signature) && signsFor(writer, signature.agencyId) ? { text: 'Withdraw', hidden: `the signature of ${lists.agencies.name(signature.agencyId)}`, href: `${here}/withdraw/${signature.agencyId}` } : {}] : []),
          ]),
        },
        buttons: agreement.status !== 'ended' && signatories(agreement, lists.agencies, writer).length > 0 ? [{ text: 'Sign for an agency', href: `${here}/sign` }] : [],
      },
    ],
    history: writer.administrator ? `/administration/history/agreement/${agreement.id}` : null,
  });
}

export function signPage(agreement: Agreement, form: Form, agencies: readonly Option[]): PageAnswer {
  return page('administration/agreements/sign', { title: 'Sign for an agency', back: `${AGREEMENTS}/${agreement.id}`, caption: agreement.name, form, agencies });
}

export const withdrawing = (agreement: Agreement, agency: string): Confirmation => ({
  title: 'Withdraw a signature',
  caption: agreement.name,
  heading: `Withdraw the signature of ${agency}?`,
  consequences: [
    'from today on nothing is shared with it or by it under this agreement',
    'what was seen before stays in the record of who saw what',
    'the other agencies go on under the agreement',
    'the agency can sign again',
  ],
  button: 'Withdraw signature',
  warning: true,
  back: `${AGREEMENTS}/${agreement.id}`,
});

export function moving(agreement: Agreement, status: AgreementStatus): Confirmation {
  const { text, warning, heading, consequences } = MOVES[status];
  return { title: text, caption: agreement.name, heading, consequences, button: text, warning, back: `${AGREEMENTS}/${agreement.id}` };
}
