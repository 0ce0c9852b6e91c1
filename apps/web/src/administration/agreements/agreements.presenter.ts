import { MOST_ATTACHMENTS, type Agreement, type AgreementPart, type AgreementStatus, type listAgreements } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { date, shortDate, today } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import type { Visit } from '../../session/visit.js';
import { AGREEMENT_AUTHORS } from '../access.js';
import type { AgencyChoices, Option } from '../choices.js';
import type { Confirmation } from '../records/confirmation.js';
import type { DetailRow } from '../tables.js';
import { agreementOdrl } from './agreement-odrl.js';
import { attachmentsTable } from './attachments/attachments.presenter.js';
import { reviewsTable } from './review/review.presenter.js';
import { whatIfOf, type ChangeKind, type Foreseen } from './what-if.js';
import { isLive, signatureState, signatureWords, statusTag, termRow, TERM_COLUMNS, type AgreementLists } from './agreement-words.js';

export const AGREEMENTS = '/agreements';

export const AGREEMENT_DONE = {
  added: 'The agreement has been drafted. Now write its parts',
  'version-made': 'A new version has been drafted',
  'party-added': 'The agency has been added',
  'party-removed': 'The agency has been removed',
  changed: 'The agreement has been changed',
  'term-added': 'The term has been added',
  'term-removed': 'The term has been removed',
  signed: 'The signature has been recorded',
  withdrawn: 'The signature has been withdrawn',
  attached: 'The file has been attached',
  'attachment-removed': 'The attachment has been removed',
  reviewed: 'The review has been recorded',
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

/** In force, or suspended and perhaps in force again. */
const isKept = ({ status }: Agreement): boolean => status === 'active' || status === 'suspended';

/** A draft: its text can still be changed. */
export const isOpenDraft = ({ status }: Agreement): boolean => status === 'draft';

/** Agencies for which the writer can record a signature now. */
export function signatories(agreement: Agreement, agencies: AgencyChoices, writer: Writer): Option[] {
  const signed = new Set(agreement.signatures.filter(isLive).map(({ agencyId }) => agencyId));
  const parties = new Set(agreement.parties.map(({ agencyId }) => agencyId));
  return agencies.options([...parties]).filter(({ value }) => parties.has(value) && !signed.has(value) && signsFor(writer, value));
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
  draft: { text: 'Make it a draft again', warning: false, heading: 'Make it a draft again?', consequences: ['its parts can be changed again', 'signatures are dropped: they were under another text'] },
  'in-review': { text: 'Send it for review', warning: false, heading: 'Send it for review?', consequences: ['agencies read it and sign', 'its terms cannot be changed meanwhile'] },
  active: {
    text: 'Bring it into force',
    warning: false,
    heading: 'Bring it into force?',
    consequences: [
      'what its terms allow is shared between the agencies that signed, from its first day on',
      'its terms cannot be changed any more: a new version can be made',
      'if it is a new version, the one before ends on that day',
    ],
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

export function agreementPage(agreement: Agreement, lists: AgreementLists, writer: Writer, success: string | null, names: KnownNames): PageAnswer {
  const here = `${AGREEMENTS}/${agreement.id}`;
  const open = writer.author && isOpenDraft(agreement);
  const withdraws = writer.author && agreement.signatures.some((signature) => isLive(signature) && signsFor(writer, signature.agencyId));
  const permits = agreementOdrl(agreement, today()) !== null;
  const moves = agreement.next.filter((status) => status !== 'in-review' || agreement.faults.length === 0);
  return page('administration/agreements/agreement', {
    title: 'Agreement',
    back: AGREEMENTS,
    success,
    heading: agreement.name,
    state: statusTag(agreement),
    idle: agreement.status === 'active' && !permits,
    rows: detailRows(agreement, lists),
    tasks: open ? tasks(agreement) : null,
    faults: open ? agreement.faults.map(({ message }) => message) : [],
    buttons: writer.author
      ? [
          ...moves.map((status) => ({ text: moveTo(agreement, status).text, href: `${here}/status/${status}`, warning: moveTo(agreement, status).warning })),
          ...(isKept(agreement) ? [{ text: 'Record a review', href: `${here}/review` }, { text: 'Make a new version', href: `${here}/new-version` }] : []),
        ]
      : [],
    links: [
      { text: 'Read the whole text, print or download it', href: `${here}/text` },
      ...(permits ? [{ text: 'Download its terms for other systems (ODRL)', href: `${here}/odrl.jsonld` }] : []),
      ...(agreement.supersedes === null
        ? []
        : [
            { text: 'See what this version changes', href: `${here}/comparison` },
            { text: 'Go to the version before', href: `${AGREEMENTS}/${agreement.supersedes}` },
          ]),
    ],
    parties: {
      caption: 'Agencies',
      actions: open,
      columns: ['Agency', 'Whom to ask', 'Who signs', ...(open ? ['Change'] : [])],
      rows: agreement.parties.map(({ agencyId, contact, signatory }) => [
        { text: lists.agencies.name(agencyId) },
        { text: contact === null ? 'Not given' : `${contact.name}, ${contact.position}\n${contact.email}` },
        { text: signatory === null ? 'Not given' : `${signatory.name}, ${signatory.position}` },
        ...(open ? [{ text: 'Change', hidden: lists.agencies.name(agencyId), href: `${here}/parties/${agencyId}` }] : []),
      ]),
    },
    addParty: open ? [{ text: 'Add an agency', href: `${here}/parties/new` }] : [],
    terms: {
      caption: 'Terms',
      actions: open,
      columns: [...TERM_COLUMNS, ...(open ? ['Change'] : [])],
      rows: agreement.terms.map((term) => [...termRow(term, lists), ...(open ? [{ text: 'Change', hidden: `term ${term.number}`, href: `${here}/terms/${term.number}` }] : [])]),
    },
    addTerm: open && agreement.parties.length > 0 && agreement.purposes.length > 0 ? [{ text: 'Add a term', href: `${here}/terms/new` }] : [],
    signatures: {
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
    sign: signLinks(agreement, signatories(agreement, lists.agencies, writer)),
    attachments: attachmentsTable(agreement, open),
    attach: writer.author && agreement.status !== 'ended' && agreement.attachments.length < MOST_ATTACHMENTS ? [{ text: 'Attach a file', href: `${here}/attachments/new` }] : [],
    reviews: reviewsTable(agreement, names),
    history: writer.administrator ? `/administration/history/agreement/${agreement.id}` : null,
  });
}

/** While it is in force, a signature opens something at once: it is asked for one agency, with what that is. */
function signLinks({ id, status }: Agreement, agencies: readonly Option[]): { text: string; href: string }[] {
  const here = `${AGREEMENTS}/${id}/sign`;
  if (status === 'active') return agencies.map(({ value, text }) => ({ text: `Sign for ${text}`, href: `${here}?agencyId=${value}` }));
  return (status === 'in-review' || status === 'suspended') && agencies.length > 0 ? [{ text: 'Sign for an agency', href: here }] : [];
}

function detailRows(agreement: Agreement, { purposes }: AgreementLists): DetailRow[] {
  return [
    { key: 'Version', text: String(agreement.edition) },
    { key: 'From', text: date(agreement.validFrom) },
    { key: 'Until', text: `${date(agreement.validTo)}, the first day on which it no longer holds` },
    { key: 'Looked at again by', text: agreement.reviewOn === null ? '' : date(agreement.reviewOn) },
    { key: 'Purposes', text: agreement.purposes.map((purpose) => purposes.name(purpose)).join('\n') },
    { key: 'Why they share', text: agreement.aim },
    { key: 'Impact assessment', text: agreement.impactAssessment },
    { key: 'Appropriate Policy Document', text: agreement.policyDocument },
    { key: 'How long it is kept', text: agreement.retention },
    { key: 'How it is kept safe', text: agreement.security },
    { key: 'People’s rights', text: agreement.rights },
  ];
}

/** What is to be written, each with what the registry says is missing from it. */
function tasks(agreement: Agreement): { title: { text: string }; hint?: { text: string }; href: string; status: object }[] {
  const here = `${AGREEMENTS}/${agreement.id}`;
  const task = (text: string, href: string, ...parts: AgreementPart[]) => {
    const missing = agreement.faults.filter(({ part }) => parts.includes(part)).map(({ message }) => message);
    return {
      title: { text },
      href: href.startsWith('#') ? href : `${here}/${href}`,
      ...(missing[0] === undefined ? {} : { hint: { text: missing[0] } }),
      status: missing.length === 0 ? { text: 'Completed' } : { tag: { text: 'Incomplete', classes: 'govuk-tag--blue' } },
    };
  };
  const [party] = agreement.parties.filter(({ contact, signatory }) => contact === null || signatory === null);
  return [
    task('Name, dates and review', 'change', 'dates', 'review'),
    task('Agencies that are to sign', party === undefined ? 'parties/new' : `parties/${party.agencyId}`, 'parties'),
    task('What they share for', 'purposes', 'purposes'),
    task('Terms and conditions', agreement.terms.length === 0 ? 'terms/new' : '#terms', 'terms', 'conditions'),
    task('Documents that must exist', 'documents', 'documents'),
    task('How long it is kept', 'parts/retention', 'retention'),
    task('How it is kept safe', 'parts/security', 'security'),
    task('People’s rights', 'parts/rights', 'rights'),
  ];
}

export function signPage(agreement: Agreement, form: Form, agencies: readonly Option[], counts: Foreseen, lists: AgreementLists): PageAnswer {
  return page('administration/agreements/sign', {
    title: 'Sign for an agency', back: `${AGREEMENTS}/${agreement.id}`, caption: agreement.name, form, agencies, whatIf: whatIfOf(counts, 'signature', lists),
  });
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

/** Ending what never was in force closes nothing. */
const GIVING_UP: Move = {
  text: 'Give it up',
  warning: true,
  heading: 'Give this agreement up?',
  consequences: ['it can no longer be written, signed or brought into force: a new one has to be drafted', 'what was written stays to be read'],
};

const moveTo = ({ status: from }: Agreement, status: AgreementStatus): Move => (status === 'ended' && (from === 'draft' || from === 'in-review') ? GIVING_UP : MOVES[status]);

export function moving(agreement: Agreement, status: AgreementStatus): Confirmation {
  const { text, warning, heading, consequences } = moveTo(agreement, status);
  return { title: text, caption: agreement.name, heading, consequences, button: text, warning, back: `${AGREEMENTS}/${agreement.id}` };
}

/** Asks for the reason of a change, and tells what it would open and close. */
export function movePage(confirmation: Confirmation, form: Form, counts: Foreseen, of: ChangeKind, lists: AgreementLists): PageAnswer {
  return page('administration/agreements/move', { ...confirmation, form, whatIf: whatIfOf(counts, of, lists) });
}
