import type { Agreement } from '@concordat/contracts-partnership-registry';
import { date } from '../../layout/times.js';
import { signatureState, statusTag, termSentences, type AgreementLists } from './agreement-words.js';

export interface TextTable {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** One part of an agreement as it is read, whether on a page or in a document. */
export interface TextPart {
  heading: string;
  paragraphs: readonly string[];
  table?: TextTable;
}

const written = (text: string): string[] => (text === '' ? ['Not written yet.'] : text.split(/\n+/));

/** The whole agreement in plain English, in the order of the ICO's data sharing code. */
export function agreementText(agreement: Agreement, lists: AgreementLists): TextPart[] {
  const { agencies, purposes } = lists;
  return [
    {
      heading: 'Status',
      paragraphs: [
        `${statusTag(agreement).text}. Version ${agreement.edition}.`,
      ],
    },
    {
      heading: 'Dates',
      paragraphs: [
        `It holds from ${date(agreement.validFrom)}. The first day on which it no longer holds is ${date(agreement.validTo)}.`,
        agreement.reviewOn === null ? 'No review date is set yet.' : `The agencies look at it again by ${date(agreement.reviewOn)}.`,
      ],
    },
    {
      heading: 'The agencies',
      paragraphs: ['Each is a controller of what it holds, and stays so of what it gives.'],
      table: {
        columns: ['Agency', 'Whom to ask', 'Who signs'],
        rows: agreement.parties.map(({ agencyId, contact, signatory }) => [
          agencies.name(agencyId),
          contact === null ? 'Not given' : `${contact.name}, ${contact.position}, ${contact.email}`,
          signatory === null ? 'Not given' : `${signatory.name}, ${signatory.position}`,
        ]),
      },
    },
    { heading: 'Why they share', paragraphs: [...agreement.purposes.map((purpose) => `${purposes.name(purpose)}.`), ...written(agreement.aim)] },
    ...agreement.terms.map((term) => ({ heading: `Term ${term.number}`, paragraphs: termSentences(term, lists) })),
    {
      heading: 'Documents',
      paragraphs: [
        `Data protection impact assessment: ${agreement.impactAssessment || 'not given yet'}.`,
        `Appropriate Policy Document: ${agreement.policyDocument || 'none is named'}.`,
      ],
    },
    { heading: 'How long it is kept', paragraphs: written(agreement.retention) },
    { heading: 'How it is kept safe', paragraphs: written(agreement.security) },
    { heading: 'People’s rights', paragraphs: written(agreement.rights) },
    {
      heading: 'Attachments',
      paragraphs: agreement.attachments.length === 0 ? ['Nothing is attached.'] : agreement.attachments.map(({ name, addedOn }) => `${name}, added on ${date(addedOn)}.`),
    },
    {
      heading: 'Signatures',
      paragraphs: agreement.signatures.length === 0 ? ['Nobody has signed it yet.'] : [],
      ...(agreement.signatures.length === 0
        ? {}
        : {
            table: {
              columns: ['Agency', 'Signed on', 'State'],
              rows: agreement.signatures.map((signature) => [agencies.name(signature.agencyId), date(signature.on), signatureState(signature).text]),
            },
          }),
    },
  ];
}

export interface Difference {
  heading: string;
  was: string;
  is: string;
}

const inWords = (part: TextPart | undefined): string =>
  part === undefined ? 'Not there' : [...part.paragraphs, ...(part.table?.rows.map((row) => row.join(', ')) ?? [])].join('\n');

const NOT_COMPARED: ReadonlySet<string> = new Set(['Status', 'Signatures']);

/** What differs between two versions, part by part, in the words of their texts. Status and signatures are not compared. */
export function differences(before: readonly TextPart[], after: readonly TextPart[]): Difference[] {
  const headings = [...new Set([...after, ...before].map(({ heading }) => heading))].filter((heading) => !NOT_COMPARED.has(heading));
  return headings.flatMap((heading) => {
    const was = inWords(before.find((part) => part.heading === heading));
    const is = inWords(after.find((part) => part.heading === heading));
    return was === is ? [] : [{ heading, was, is }];
  });
}
