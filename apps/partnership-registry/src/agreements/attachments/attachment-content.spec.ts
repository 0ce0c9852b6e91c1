import { describe, expect, it } from '@jest/globals';
import { typeOfAttachment, UnfitAttachment } from './attachment-content.js';

const PDF = '%PDF-1.7\nsome text\n%%EOF\n';

describe('what a file is by its content', () => {
  it.each([
    ['a PDF', 'annex.PDF', Buffer.from(PDF), 'application/pdf'],
    ['a text', 'notes.txt', Buffer.from('One line\r\n\tand “another”\n'), 'text/plain'],
  ])('%s', (_what, name, content, type) => {
    expect(typeOfAttachment(name, content)).toBe(type);
  });

  it.each([
    ['an archive, or a document that is one', 'a.pdf', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0])],
    ['a picture', 'a.pdf', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a program', 'a.txt', Buffer.from([0x4d, 0x5a, 0x90, 0x00])],
    ['a text of another encoding', 'a.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ['a text that is called a PDF', 'a.pdf', Buffer.from('hello')],
    ['a page that is called a text and something else', 'a.txt.html', Buffer.from('<script>alert(1)</script>')],
    ['a PDF that is called a text', 'a.txt', Buffer.from(PDF)],
    ['a PDF that is cut off', 'a.pdf', Buffer.concat([Buffer.from(PDF), Buffer.alloc(2_000)])],
    ['a PDF with a script', 'a.pdf', Buffer.from(PDF.replace('some text', '<< /S /JavaScript /JS (app.alert(1)) >>'))],
    ['a PDF that starts a program', 'a.pdf', Buffer.from(PDF.replace('some text', '<< /S /Launch >>'))],
    ['a PDF with a file inside', 'a.pdf', Buffer.from(PDF.replace('some text', '<< /Type /EmbeddedFile >>'))],
  ])('is not %s', (_what, name, content) => {
    expect(() => typeOfAttachment(name, content)).toThrow(UnfitAttachment);
  });
});
