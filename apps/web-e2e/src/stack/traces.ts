import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Until a process has sent what it had at hand. */
const FLUSHED_WITHIN = 5_000;

const collector = (): string | null => (process.env.CONCORDAT_E2E_TRACES_PORT === undefined ? null : `http://127.0.0.1:${process.env.CONCORDAT_E2E_TRACES_PORT}/`);

/**
 * Takes the traces of the stack while journeys run, when the run says at which port, and keeps those that come after it was
 * asked to (PUT); whoever asks by GET is told them. @returns what ends it
 */
export async function startCollecting(): Promise<() => Promise<void>> {
  const url = collector();
  if (url === null) return () => Promise.resolve();
  let kept: string[] | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method === 'PUT') kept = [];
      if (request.method === 'POST') kept?.push(Buffer.concat(parts).toString());
      response.setHeader('content-type', 'application/json').end(request.method === 'GET' ? JSON.stringify(kept ?? []) : '{}');
    });
  });
  server.listen(Number(new URL(url).port), '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
}

/** Begins to keep traces, where there are any. */
export async function keepTraces(): Promise<void> {
  const url = collector();
  if (url !== null) await fetch(url, { method: 'PUT' });
}

/** Traces that were kept, as they were sent: all have had time to come. */
export async function keptTraces(): Promise<string[]> {
  const url = collector();
  if (url === null) return [];
  await setTimeout(FLUSHED_WITHIN);
  return (await (await fetch(url)).json()) as string[];
}
