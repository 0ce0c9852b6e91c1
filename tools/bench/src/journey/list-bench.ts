import assert from 'node:assert/strict';
import { once } from 'node:events';
import { internalPorts } from '@concordat/tool-stack';
import autocannon from 'autocannon';
import { z } from 'zod';
import { withClient } from '../bench-database.js';
import { measured, type Measured } from '../measured.js';
import type { CaseStack } from './case-stack.js';
import { listInDirectus } from './directus-cases.js';

const ROUNDS = 4;
const SECONDS = 10;
const CONNECTIONS = 10;
const COPY = 'bench_cases_in_directus';

export interface ListFigures {
  /** Lists a second, over the rounds. */
  ours: Measured;
  directus: Measured;
}

/** One list of cases with a filter, asked of jag-cases and of Directus in turn, each by ten connections that wait for nothing. */
export async function benchList({ ready, casesUrl, asker, authorization }: CaseStack, say: (line: string) => void): Promise<ListFigures> {
  const [port = 0] = await internalPorts(1);
  const copyUrl = new URL(casesUrl);
  copyUrl.pathname = `/${COPY}`;
  await withClient(ready.postgresUrl, async (client) => {
    await client.query(`drop database if exists ${COPY} with (force)`);
    await client.query(`create database ${COPY}`);
  });
  say('  copying the cases to Directus, which is installed first where it is not there yet');
  const peer = await listInDirectus({ asker, casesUrl, copyUrl: copyUrl.href, port });
  try {
    const list = `${ready.services['jag-cases']}/cases?state=responding&size=25`;
    // A token holds for a minute, and a round takes less.
    const ours = async () => load(list, await authorization());
    const theirs = () => load(peer.url, peer.authorization);
    const speeds: { ours: number[]; directus: number[] } = { ours: [], directus: [] };
    for (let round = -1; round < ROUNDS; round += 1) {
      const [mine, other] = [await ours(), await theirs()];
      assert.deepEqual(mine.shown, other.shown, 'The lists differ');
      if (round < 0) continue;
      speeds.ours.push(mine.eachSecond);
      speeds.directus.push(other.eachSecond);
    }
    return { ours: measured(speeds.ours), directus: measured(speeds.directus) };
  } finally {
    await peer.stop();
    await withClient(ready.postgresUrl, (client) => client.query(`drop database if exists ${COPY} with (force)`));
  }
}

const cases = z.array(z.looseObject({ reference: z.string(), people: z.array(z.looseObject({ name: z.string().nullable().optional() })).min(1) }));
const listed = z.union([z.looseObject({ items: cases }).transform(({ items }) => items), z.looseObject({ data: cases }).transform(({ data }) => data)]);

/** How often a second the list came, and which cases it shows, with how many names. */
async function load(url: string, authorization: string): Promise<{ eachSecond: number; shown: { reference: string; names: number }[] }> {
  const answer = listed.parse(await (await fetch(url, { headers: { authorization } })).json());
  const run = autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers: { authorization } }, () => undefined);
  const [{ non2xx, errors, requests }] = z.tuple([z.looseObject({ non2xx: z.number(), errors: z.number(), requests: z.looseObject({ average: z.number() }) })]).parse(await once(run, 'done'));
  if (non2xx + errors > 0) throw new Error(`${String(non2xx + errors)} of the requests to ${new URL(url).origin} failed`);
  return { eachSecond: requests.average, shown: answer.map(({ reference, people }) => ({ reference, names: people.filter(({ name }) => name !== null).length })) };
}
