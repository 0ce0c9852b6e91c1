import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentSession, signIn } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { callService } from '@concordat/tool-demo';
import { announcedStack, databaseEnvironment, databaseUrl, installationSecrets, internalPorts, serviceEnvironment, silent, Stack, stackFolder, type Environment, type ReadyStack, type StackFolder } from '@concordat/tool-stack';
import { withClient } from '../bench-database.js';
import { fillCaseWorld, PREFIX } from './case-world.js';
import type { Asker } from './directus-question.js';

/** Whose pages are asked for: who coordinates the forum of the cases. */
const READER = 'nadia.farrow@hinckley-bosworth.example';
/** People of other agencies, who see other cases and names of them, or none. */
const OTHERS = ['imran.daley@leicestershire-police.example', 'ruth.calloway@hollycroft-park.example', 'jade.merriman@youth-outreach.example', 'leah.sandiford@outreach-service.example', 'callum.frith@transport-police.example'];

type Session = OutputOf<typeof currentSession>;

/** Somebody who is signed in, as the policy knows them. */
export interface CaseAsker extends Asker {
  authorization: () => Promise<string>;
}

/** A stack of its own with the demo and many cases. */
export interface CaseStack {
  ready: ReadyStack;
  folder: StackFolder;
  reader: { email: string; password: string };
  /** jag-cases' database, as a superuser. */
  casesUrl: string;
  /** Some of the cases, in no order. */
  caseIds: readonly string[];
  /** For jag-cases; it holds for a minute. */
  authorization: () => Promise<string>;
  /** Who may ask jag-cases for its list: the reader, then people of other agencies. */
  askers: readonly CaseAsker[];
  /** For a further process of jag-cases. */
  environmentAt: (port: number) => Environment;
}

/** Starts it for as long as `work` lasts, with so many cases beside the demo's. */
export async function withCaseStack<T>(cases: number, say: (line: string) => void, work: (stack: CaseStack) => Promise<T>): Promise<T> {
  const place = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const folder = stackFolder(place);
  const [port = 0] = await internalPorts(1);
  const stack = new Stack({ folder, progress: silent, env: { PORT: String(port) }, fresh: false });
  try {
    const ready = await stack.start();
    if (ready === null) throw new Error('The start was stopped');
    return await work(await filled(ready, folder, cases, say));
  } finally {
    await stack.stop();
    await rm(place, { recursive: true, force: true });
  }
}

async function filled(ready: ReadyStack, folder: StackFolder, cases: number, say: (line: string) => void): Promise<CaseStack> {
  const secrets = await installationSecrets(folder);
  const env = databaseEnvironment('jag-cases', ready.postgresUrl, secrets);
  const casesUrl = databaseUrl(ready.postgresUrl, new URL(env['CONCORDAT_DATABASE_URL'] ?? '').pathname.slice(1));
  const began = performance.now();
  await fillCaseWorld({ env, adminUrl: casesUrl, cases }, say);
  const [bytes, caseIds] = await withClient(casesUrl, async (client) => [
    (await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')).rows[0]?.bytes ?? '0',
    (await client.query<{ id: string }>(`select id from "case" where reference like '${PREFIX}-%' order by md5(id::text) limit 500`)).rows.map(({ id }) => id),
  ]);
  say(`  filled in ${((performance.now() - began) / 1000).toFixed(0)} s; the database holds ${(Number(bytes) / 1e6).toFixed(0)} MB`);
  const { authorization, email, password, ...reader } = await signedIn(ready, READER);
  const others = await Promise.all(OTHERS.map((other) => signedIn(ready, other)));
  const running = await announcedStack(folder);
  return {
    ready, folder, reader: { email, password }, casesUrl, caseIds, authorization,
    askers: [{ ...reader, authorization }, ...others],
    environmentAt: (port) => serviceEnvironment('jag-cases', {
      ...ready, redisUrl: running?.redisUrl ?? '', redisUsers: true, services: { ...ready.services, 'jag-cases': `http://127.0.0.1:${String(port)}` },
      webHost: '127.0.0.1', records: folder.records, smtpUrl: '', mailFrom: '', showsMail: false,
    }, secrets),
  };
}

async function signedIn({ accounts, services }: ReadyStack, who: string): Promise<CaseAsker & { email: string; password: string }> {
  const found = accounts?.find(({ email }) => email === who);
  if (found === undefined) throw new Error(`The demo has no ${who}`);
  const { email, password } = found;
  const { token } = await callService(services, signIn, { body: { email, password } }, null);
  const session = (): Promise<Session> => callService(services, currentSession, {}, `Session ${token}`);
  const { user, memberships, acting } = await session();
  const agencyId = memberships.find(({ id }) => id === acting)?.agencyId;
  if (agencyId === undefined) throw new Error(`${who} acts for no agency`);
  return { userId: user.id, agencyId, email, password, authorization: async () => `Bearer ${(await session()).tokens?.['jag-cases'] ?? ''}` };
}
