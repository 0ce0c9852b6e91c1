import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { pathTo, spansIn } from '@concordat/testing';
import { expect } from '@playwright/test';
import { patient } from '../patience.js';

/** Until a process has sent what it had at hand. */
const FLUSHED_WITHIN = 4_000;

const collector = (): string | null => (process.env.CONCORDAT_E2E_TRACES_PORT === undefined ? null : `http://127.0.0.1:${process.env.CONCORDAT_E2E_TRACES_PORT}/`);

/**
 * Takes the traces of the stack while journeys run, when the run says at which port, and keeps those that come after it was
 * asked to (PUT), until it is to forget them (DELETE); whoever asks by GET is told them. @returns what ends it
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
      if (request.method === 'DELETE') kept = null;
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

/**
 * Clicks until the trace of one of the clicks has come and leads to the span called `last`: a share of traces is kept, so that it
 * may be any of them. Nothing is done where no traces are kept.
 *
 * @param path every service and span from the click, which begins the trace, to the last, e.g. `web POST /sign-in > …`
 */
export async function followClicks(click: () => Promise<void>, last: string, path: RegExp): Promise<void> {
  const url = collector();
  if (url === null) return;
  await keepTraces();
  // Slowly: a session may send so many forms a minute.
  await expect(async () => {
    await click();
    const spans = ((await (await fetch(url)).json()) as string[]).flatMap(spansIn);
    const paths = spans.filter(({ name }) => name === last).map((span) => pathTo(span, spans));
    const whole = paths.filter(([root]) => !root?.parentSpanId);
    expect(whole.map((one) => one.map(({ service, name }) => `${service} ${name}`).join(' > '))).toContainEqual(expect.stringMatching(path));
  }).toPass({ timeout: patient(40_000), intervals: [1_000] });
  await fetch(url, { method: 'DELETE' });
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
