import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { readIfThere } from '../folder.js';

const message = z.object({
  id: z.string(),
  receivedAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  /** Whose notice it told of; null where its sender did not say. */
  partnershipId: z.string().nullable().default(null),
});

/** An e-mail that the demo would have sent. */
export type CaughtMessage = z.output<typeof message>;

export interface MailCatcher {
  /** Where notifications sends: `smtp://127.0.0.1:PORT`. */
  smtpUrl: string;
  /** Where the messages are read as JSON: `/messages`, newest first, and `/messages/ID`. */
  httpUrl: string;
  messages(): readonly CaughtMessage[];
  close(): Promise<void>;
}

/** Kept at most: a demo that runs for weeks stays small. */
const LIMIT = 500;

/**
 * Takes every e-mail on a loopback port and sends none on. Messages stay in `directory` over restarts.
 * Ports are the system's choice unless given.
 */
export async function startMailCatcher(options: { directory: string; smtpPort?: number; httpPort?: number }): Promise<MailCatcher> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const file = join(options.directory, 'messages.jsonl');
  const kept = await readKept(file);

  const keep = async (raw: Buffer, from: string, to: string[]): Promise<void> => {
    const parsed = await PostalMime.parse(raw);
    const partnershipId = parsed.headers.find(({ key }) => key === 'concordat-partnership')?.value ?? null;
    const caught = { id: randomUUID(), receivedAt: new Date().toISOString(), from, to, subject: parsed.subject ?? '', text: (parsed.text ?? '').trim(), partnershipId };
    kept.push(caught);
    await appendFile(file, `${JSON.stringify(caught)}\n`, { mode: 0o600 });
    if (kept.length > LIMIT * 2) {
      kept.splice(0, kept.length - LIMIT);
      await writeKept(file, kept);
    }
  };

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 5_000_000,
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const sender = mailFrom === false ? '' : mailFrom.address;
      buffer(stream)
        .then((raw) => keep(raw, sender, rcptTo.map(({ address }) => address)))
        .then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
  // A client that hangs up in the middle is its own fault: the catcher goes on.
  smtp.on('error', () => undefined);
  smtp.listen(options.smtpPort ?? 0, '127.0.0.1');
  await once(smtp.server, 'listening');

  const http = createServer((request, response) => {
    void answer(request, response, kept, () => writeKept(file, kept));
  });
  http.listen(options.httpPort ?? 0, '127.0.0.1');
  await once(http, 'listening');

  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server.address())}`,
    httpUrl: `http://127.0.0.1:${portOf(http.address())}`,
    messages: () => kept,
    close: async () => {
      http.closeAllConnections();
      http.close();
      await new Promise<void>((closed) => smtp.close(() => closed()));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The mail catcher has no port');
  return address.port;
}

async function answer(request: IncomingMessage, response: ServerResponse, kept: CaughtMessage[], save: () => Promise<void>): Promise<void> {
  const [status, body] = await answerOf(request, kept, save);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function answerOf(request: IncomingMessage, kept: CaughtMessage[], save: () => Promise<void>): Promise<[number, unknown]> {
  const notFound: [number, unknown] = [404, { title: 'Not found' }];
  const [, collection, id] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
  if (collection !== 'messages') return notFound;
  if (request.method === 'DELETE') {
    kept.length = 0;
    await save();
    return [200, { messages: [] }];
  }
  if (id === undefined || id === '') return [200, { messages: kept.slice(-LIMIT).reverse() }];
  const found = kept.find((each) => each.id === id);
  return found === undefined ? notFound : [200, found];
}

async function readKept(file: string): Promise<CaughtMessage[]> {
  const text = (await readIfThere(file)) ?? '';
  return text
    .split('\n')
    .flatMap((line) => {
      // The last line may be cut when the machine stopped while it was written.
      try {
        return [message.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    })
    .slice(-LIMIT);
}

async function writeKept(file: string, kept: readonly CaughtMessage[]): Promise<void> {
  await writeFile(file, kept.map((each) => `${JSON.stringify(each)}\n`).join(''), { mode: 0o600 });
}
