import assert from 'node:assert/strict';
import { once } from 'node:events';
import { internalPorts } from '@concordat/tool-stack';
import autocannon from 'autocannon';
import { z } from 'zod';
import { withClient } from '../bench-database.js';
import { measured, type Measured } from '../measured.js';
import type { CaseStack } from './case-stack.js';
import { listInDirectus } from './directus-cases.js';

const ROUNDS = 5;
/** Rounds before those that count: what is asked often is compiled while it runs. */
const WARM_UP = 2;
const SECONDS = 10;
const CONNECTIONS = 10;
const COPY = 'bench_cases_in_directus';

export interface ListFigures {
  /** Lists a second, over the rounds. */
  ours: Measured;
  directus: Measured;
}

/**
 * One list of cases with a filter, asked of jag-cases and of Directus in turn, each by ten connections that wait for nothing.
 * People of several agencies are shown the same by both before that.
 */
export async function benchList({ ready, casesUrl, askers, authorization }: CaseStack, say: (line: string) => void): Promise<ListFigures> {
  const [reader] = askers;
  if (reader === undefined) throw new Error('Nobody asks');
  const [port = 0] = await internalPorts(1);
  const copyUrl = new URL(casesUrl);
  copyUrl.pathname = `/${COPY}`;
  await withClient(ready.postgresUrl, async (client) => {
    await client.query(`drop database if exists ${COPY} with (force)`);
    await client.query(`create database ${COPY}`);
  });
  say('  copying the cases to Directus, which is installed first where it is not there yet');
  const peer = await listInDirectus({ casesUrl, copyUrl: copyUrl.href, port });
  try {
    const list = `${ready.services['jag-cases']}/cases?state=responding&size=25`;
    for (const asker of askers) {
      const mine = await shown(list, await asker.authorization());
      assert.deepEqual(mine, await shown(peer.url(asker), peer.authorization), 'The lists differ');
      say(`  ${String(mine.length)} cases with ${String(mine.flatMap(({ named }) => named).length)} names are shown by both`);
    }
    // A token holds for a minute, and a round takes less.
    const ours = async () => load(list, await authorization());
    const theirs = () => load(peer.url(reader), peer.authorization);
    const speeds: { ours: number[]; directus: number[] } = { ours: [], directus: [] };
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const [mine, other] = [await ours(), await theirs()];
      if (round < 0) continue;
      speeds.ours.push(mine);
      speeds.directus.push(other);
    }
    return { ours: measured(speeds.ours), directus: measured(speeds.directus) };
  } finally {
    await peer.stop();
    await withClient(ready.postgresUrl, (client) => client.query(`drop database if exists ${COPY} with (force)`));
  }
}

/** A case with its forum's name and those of its people whose names are shown. */
interface ShownCase {
  reference: string;
  forum: string;
  named: string[];
}

const ourCases = z
  .looseObject({ items: z.array(z.looseObject({ reference: z.string(), forumName: z.string(), people: z.array(z.looseObject({ subjectId: z.string(), name: z.string().nullable() })) })) })
  .transform(({ items }) => items.map(({ reference, forumName: forum, people }) => ({ reference, forum, named: people.flatMap(({ subjectId, name }) => (name === null ? [] : [subjectId])) })));
const theirCases = z
  .looseObject({ data: z.array(z.looseObject({ reference: z.string(), forum_code: z.looseObject({ name: z.string() }), people: z.array(z.looseObject({ subject_id: z.string() })) })) })
  .transform(({ data }) => data.map(({ reference, forum_code: { name: forum }, people }) => ({ reference, forum, named: people.map(({ subject_id: subjectId }) => subjectId) })));
const listed = z.union([ourCases, theirCases]);

async function shown(url: string, authorization: string): Promise<ShownCase[]> {
  const answer = await fetch(url, { headers: { authorization } });
  return listed.parse(await answer.json()).map(({ named, ...one }) => ({ ...one, named: [...new Set(named)].sort() }));
}

/** How often a second the list came. */
async function load(url: string, authorization: string): Promise<number> {
  const run = autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers: { authorization } }, () => undefined);
  const [{ non2xx, errors, requests }] = z.tuple([z.looseObject({ non2xx: z.number(), errors: z.number(), requests: z.looseObject({ average: z.number() }) })]).parse(await once(run, 'done'));
  if (non2xx + errors > 0) throw new Error(`${String(non2xx + errors)} of the requests to ${new URL(url).origin} failed`);
  return requests.average;
}
