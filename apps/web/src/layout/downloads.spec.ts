import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { download } from './downloads.js';

const header = (name: string): string => download(name, Buffer.from(''), 'text/plain').headers['content-disposition'] ?? '';

describe('a file to download', () => {
  it('has its name, for browsers old and new', () => {
    expect(header('Zoë’s “annex”.pdf')).toBe(`attachment; filename="Zo__s _annex_.pdf"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20%E2%80%9Cannex%E2%80%9D.pdf`);
  });

  it('is never shown as a page, and its name says nothing to the browser but itself', () => {
    expect(download('a', Buffer.from(''), 'text/html').headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => expect(header(name)).toMatch(/^attachment; filename="[\w .()-]*"; filename\*=UTF-8''[\w.!~%-]*$/)));
  });
});
