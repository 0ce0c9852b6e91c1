import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A message as the server took it. */
export interface Received {
  to: string[];
  subject: string;
  text: string;
  messageId: string;
  /** All of it, with its headers. */
  raw: string;
}

/** An SMTP server of a spec: it can be away, and refuse receivers for good. */
export class MailBox {
  readonly received: Received[] = [];
  /** Addresses that it does not know: it refuses them with 550. */
  readonly unknown = new Set<string>();
  #server: SMTPServer | null = null;
  #port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  of(address: string): Received[] {
    return this.received.filter(({ to }) => to.includes(address));
  }

  /** Always on the same port, so that it may be away for a while. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const refusal = Object.assign(new Error(`There is no ${address} here`), { responseCode: 550 });
        done(this.unknown.has(address) ? refusal : null);
      },
      onData: (stream, { envelope }, done) => {
        buffer(stream)
          .then(async (raw) => {
            // Long enough for two runs of the same work to meet.
            await pause(20);
            const { subject = '', text = '', messageId = '' } = await PostalMime.parse(raw);
            this.received.push({ to: envelope.rcptTo.map(({ address }) => address), subject, text, messageId, raw: raw.toString() });
          })
          .then(() => done(), (error: unknown) => done(error instanceof Error ? error : new Error('unreadable')));
      },
    });
    server.on('error', () => undefined);
    server.listen(this.#port, '127.0.0.1');
    await once(server.server, 'listening');
    const address = server.server.address();
    if (address === null || typeof address === 'string') throw new Error('The mail server has no port');
    this.#port = address.port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise<void>((closed) => server.close(() => closed()));
  }
}
