import type { Agreement, AgreementAttachment, AttachmentType } from '@concordat/contracts-partnership-registry';
import type { Form } from '../../../forms/form.js';
import { page, type PageAnswer } from '../../../layout/answers.js';
import { date } from '../../../layout/times.js';
import type { Confirmation } from '../../records/confirmation.js';
import type { Table } from '../../tables.js';
import { attachForm } from './attachments.form.js';

const KINDS: Readonly<Record<AttachmentType, string>> = { 'application/pdf': 'PDF', 'text/plain': 'Text' };

const homeOf = ({ id }: Agreement): string => `/agreements/${id}`;

/** 5 MB, 340 KB; at least 1 KB. */
export const size = (bytes: number): string => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB` : `${String(Math.max(1, Math.round(bytes / 1024)))} KB`);

/** @param removes whether the reader may remove them */
export function attachmentsTable(agreement: Agreement, removes: boolean): Table {
  const here = `${homeOf(agreement)}/attachments`;
  return {
    caption: 'Attachments',
    actions: removes,
    columns: ['File', 'Kind and size', 'Added', ...(removes ? ['Remove'] : [])],
    rows: agreement.attachments.map(({ id, name, mediaType, bytes, addedOn }) => [
      { text: name, href: `${here}/${id}` },
      { text: `${KINDS[mediaType]}, ${size(bytes)}`, together: true },
      { text: date(addedOn), together: true },
      ...(removes ? [{ text: 'Remove', hidden: name, href: `${here}/${id}/remove` }] : []),
    ]),
  };
}

export function attachPage(agreement: Agreement, form: Form = attachForm.blank({ version: agreement.version })): PageAnswer {
  return page('administration/agreements/attachments/attach', { title: 'Attach a file', back: homeOf(agreement), caption: agreement.name, signed: agreement.status !== 'draft', form });
}

export const removing = (agreement: Agreement, { name }: AgreementAttachment): Confirmation => ({
  title: 'Remove an attachment',
  caption: agreement.name,
  heading: `Remove ${name}?`,
  consequences: ['it is no longer part of this version', 'the file is destroyed, unless an earlier version has it', 'its name stays in the history'],
  button: 'Remove attachment',
  warning: true,
  back: homeOf(agreement),
});
