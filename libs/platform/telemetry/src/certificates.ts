import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { Gauge } from 'prom-client';

interface ShownCertificate {
  url: string;
  at: string | undefined;
  end: Promise<Date | null>;
  askedAt: number;
}

/** Certificates whose end is shown, by what they are for. */
const shown = new Map<string, ShownCertificate>();

/** How often a certificate is looked at again, in milliseconds. */
const AGAIN = 3_600_000;
const LONGEST = 5_000;

/**
 * When the certificate that an https address shows ends; null when it shows none within five seconds.
 *
 * @param at host and port to ask in place of the address's own, e.g. those of the proxy behind it
 */
export function certificateEnd(url: string, at?: string): Promise<Date | null> {
  const address = new URL(url);
  const asked = at === undefined ? address : new URL(`https://${at}`);
  const host = asked.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    // Nothing is sent: one that is over or of an unknown maker is what this is to tell of.
    const socket = connect({ host, port: Number(asked.port || '443'), ...(isIP(address.hostname) === 0 ? { servername: address.hostname } : {}), rejectUnauthorized: false, timeout: LONGEST });
    const answer = (end: Date | null): void => {
      socket.destroy();
      resolve(end);
    };
    socket.once('secureConnect', () => {
      const end = new Date(socket.getPeerCertificate().valid_to);
      answer(Number.isNaN(end.getTime()) ? null : end);
    });
    socket.once('timeout', () => answer(null));
    socket.once('error', () => answer(null));
  });
}

function gauge(name: string, help: string, valueOf: (end: Date | null) => number | null): void {
  new Gauge({
    name,
    help,
    labelNames: ['of'],
    async collect() {
      this.reset();
      for (const [of, certificate] of shown) {
        const value = valueOf(await endOf(certificate));
        if (value !== null) this.set({ of }, value);
      }
    },
  });
}

gauge('certificate_end_timestamp_seconds', 'When the certificate of an address that people use ends; left out while the address shows none', (end) => (end === null ? null : end.getTime() / 1000));
// An end that is left out wakes nobody: this one is always there.
gauge('certificate_readable', 'Whether an address that people use shows a certificate: 1, or 0', (end) => (end === null ? 0 : 1));

async function endOf(certificate: ShownCertificate): Promise<Date | null> {
  if (Date.now() - certificate.askedAt > AGAIN) {
    certificate.askedAt = Date.now();
    certificate.end = certificateEnd(certificate.url, certificate.at);
  }
  const end = await certificate.end;
  if (end === null) certificate.askedAt = 0;
  return end;
}

/** Shows among the process's metrics whether an https address shows a certificate, and when that ends; see {@link certificateEnd}. */
export function showCertificate(of: string, url: string, at?: string): void {
  shown.set(of, { url, at, end: Promise.resolve(null), askedAt: 0 });
}
