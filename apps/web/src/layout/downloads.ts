import { Sent } from './page-adapter.js';

/**
 * A file that browsers keep and never show as a page of ours, whatever is in it. `name` may be anything that somebody typed:
 * RFC 6266 with the encoding of RFC 8187.
 */
export function download(name: string, content: Buffer, type: string): Sent {
  const plain = name.replaceAll(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Sent(200, content, type, {
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${whole}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
}
