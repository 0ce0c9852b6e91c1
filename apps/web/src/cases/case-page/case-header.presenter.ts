import { date, dateTime } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';
import { personName, whyNamed, type CaseFile } from '../case-file.js';

/** Names of purposes and gateways by code, as the partnership calls them. */
export interface CodeNames {
  purposes: ReadonlyMap<string, string>;
  gateways: ReadonlyMap<string, string>;
}

interface Row {
  key: string;
  text: string;
  why?: string[];
}

/** What a case is, in a list of details. */
export function headerRows(file: CaseFile, names: KnownNames, codes: CodeNames): Row[] {
  return [
    { key: file.people.length === 1 ? 'Person' : 'People', text: file.people.map(personName).join('\n'), why: whyNamed(file.people) },
    { key: 'Lead officer', text: file.leadUserId === null ? 'None yet' : names.user(file.leadUserId) },
    { key: 'Owned by', text: names.agency(file.ownerAgencyId) },
    { key: 'Nominated', text: file.nominatingAgencyId === null ? date(file.nominatedAt) : `By ${names.agency(file.nominatingAgencyId)} on ${date(file.nominatedAt)}` },
    ...(file.acceptedAt === null ? [] : [{ key: 'Accepted', text: date(file.acceptedAt) }]),
    ...(file.closedAt === null ? [] : [{ key: 'Closed', text: date(file.closedAt) }]),
    { key: 'In this state since', text: dateTime(file.since) },
    { key: 'Purpose', text: codes.purposes.get(file.purpose) ?? file.purpose },
    ...(file.basis === null ? [] : [{ key: 'Basis for sharing', text: basisWords(file.basis, codes) }]),
  ];
}

function basisWords({ kind, gateway }: NonNullable<CaseFile['basis']>, { gateways }: CodeNames): string {
  if (kind === 'consent') return 'Consent';
  return gateway === null ? 'A legal gateway' : `A legal gateway: ${gateways.get(gateway) ?? gateway}`;
}

/** The forum's criteria as they were answered when the case was accepted; nothing before, and for others than the owner. */
export function criteriaRows({ criteria }: CaseFile): Row[] {
  return criteria.flatMap(({ text, met, explanation }) => (met === null ? [] : [{ key: text, text: met ? 'Met' : `Not met. ${explanation ?? ''}`.trim() }]));
}
