import { defineRoute, id, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { attachmentName, attachmentType, MOST_ATTACHMENT_BYTES } from './agreement-attachments.js';
import { agreement } from './agreements.js';
import { why } from './records.js';

const service = 'partnership-registry' as const;
const ofAttachment = z.strictObject({ agreementId: id, attachmentId: id });

/** Bytes as Base64 (RFC 4648, section 4) take four characters for three. */
const MOST_CHARACTERS = Math.ceil(MOST_ATTACHMENT_BYTES / 3) * 4;
const content = z.base64('The file did not arrive whole: choose it again').min(1, 'The file is empty').max(MOST_CHARACTERS, 'The file must be 5 megabytes or smaller');

/**
 * Administrators and information governance, until the agreement has ended. What the file is, its content says: 422
 * `attachment-not-allowed` for another type than those of {@link attachmentType}, another ending of its name, or a PDF that
 * carries scripts, programs or files; `too-many-attachments`, `attachments-full`, `agreement-ended`.
 */
export const addAttachment = defineRoute({
  service,
  method: 'POST',
  path: '/agreements/:agreementId/attachments',
  summary: 'Attach a file to an agreement',
  params: z.strictObject({ agreementId: id }),
  body: z.strictObject({ version, name: attachmentName, content }),
  response: agreement,
  status: 201,
  mostBytes: MOST_CHARACTERS + 4_096,
});

/** While it is a draft; 422 `not-a-draft`. The file itself is destroyed when no other version has it. */
export const removeAttachment = defineRoute({
  service,
  method: 'POST',
  path: '/agreements/:agreementId/attachments/:attachmentId/removal',
  summary: 'Remove an attachment from a draft',
  params: ofAttachment,
  body: z.strictObject({ version, why }),
  response: agreement,
});

/** Everybody of the partnership, as they read the agreement. It is in the audit who took it. */
export const readAttachment = defineRoute({
  service,
  method: 'GET',
  path: '/agreements/:agreementId/attachments/:attachmentId',
  summary: 'An attachment with its content',
  params: ofAttachment,
  response: z.strictObject({ name: z.string(), mediaType: attachmentType, content: z.base64() }),
});
