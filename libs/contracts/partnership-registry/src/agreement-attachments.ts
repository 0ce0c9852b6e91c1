import { date, id } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** What an attachment may be. Its content has to be of that type and its name to say so: `.pdf`, `.txt`. */
export const ATTACHMENT_TYPES = ['application/pdf', 'text/plain'] as const;
export const attachmentType = z.enum(ATTACHMENT_TYPES);
export type AttachmentType = z.output<typeof attachmentType>;

/** Bytes of one attachment at most. */
export const MOST_ATTACHMENT_BYTES = 5 * 1024 * 1024;
/** Attachments of one agreement at most. */
export const MOST_ATTACHMENTS = 10;
/** Bytes of all attachments of a partnership at most. */
export const MOST_PARTNERSHIP_BYTES = 500 * 1024 * 1024;

/** A file's name as it is shown and downloaded: the last part of its path, without what systems give a meaning to. */
export const attachmentName = z
  .string()
  .transform((given) => (given.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\p{Cc}\p{Cf}"*:<>?|]/gu, '').trim())
  .pipe(z.string().min(1, 'The file has no name').max(120, 'The name of the file must be 120 characters or fewer'));

/** A file that belongs to an agreement: an annex, a form for consent, a signed copy. */
export const agreementAttachment = z.strictObject({
  id,
  name: z.string(),
  mediaType: attachmentType,
  bytes: z.int().positive(),
  addedOn: date,
});
export type AgreementAttachment = z.output<typeof agreementAttachment>;
