import type { AttachmentType } from '@concordat/contracts-partnership-registry';

/** Why a file cannot be attached, in words for the one who chose it. */
export class UnfitAttachment extends Error {}

const ENDINGS: Readonly<Record<AttachmentType, string>> = { 'application/pdf': '.pdf', 'text/plain': '.txt' };

/**
 * What a file is by its content. Its name has to say the same, so that what people open is what they expect. Archives,
 * pictures and office documents are not taken: there is nothing to unpack, and no program that could come along.
 *
 * @throws UnfitAttachment for another type, a name of another ending, a PDF that is cut off or that names scripts,
 * programs to start or files inside it
 */
export function typeOfAttachment(name: string, content: Buffer): AttachmentType {
  const type = content.subarray(0, 5).equals(Buffer.from('%PDF-')) ? pdf(content) : text(content);
  if (!name.toLowerCase().endsWith(ENDINGS[type])) throw new UnfitAttachment(`By its content it is a ${type === 'text/plain' ? 'text' : 'PDF'}: its name must end with ${ENDINGS[type]}`);
  return type;
}

/** ISO 32000-2: its end is marked within the last kilobyte (7.5.5); actions and embedded files are named (12.6.4, 7.11.4). */
function pdf(content: Buffer): AttachmentType {
  if (!content.subarray(-1_024).includes('%%EOF')) throw new UnfitAttachment('The PDF is not whole: save it again and choose the new file');
  if (['/JavaScript', '/JS ', '/JS(', '/Launch', '/EmbeddedFile', '/RichMedia'].some((named) => content.includes(named))) {
    throw new UnfitAttachment('The PDF carries a script, a program or another file: print it to a new PDF and choose that');
  }
  return 'application/pdf';
}

/** UTF-8 without control characters but those that end lines and set tabs. */
function text(content: Buffer): AttachmentType {
  if (isText(content)) return 'text/plain';
  throw new UnfitAttachment('Choose a PDF, or a text file (.txt). Save a document of another kind as a PDF');
}

function isText(content: Buffer): boolean {
  try {
    return !/[^\P{Cc}\t\n\r\f]/u.test(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    // Not UTF-8.
    return false;
  }
}
