import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { makeSecrets } from '@concordat/tool-stack';
import { withBenchDatabase, type BenchDatabase } from '../bench-database.js';
import { measured, type Measured } from '../measured.js';
import { letterMigrations } from './letters.js';
import type { Order } from './post-process.js';

export interface MessageFigures {
  messages: number;
  /** Delivered each second; one for each round. */
  speed: Record<SideName, Measured>;
  /** Milliseconds from a command's beginning to its effect, at 100 commands a second. */
  latency: Record<'each' | 'bare' | 'hand', Measured>;
}

/**
 * `many`: the product's whole path, from commands that publish a hundred events each, in a transaction, to the effects, exactly once.
 * `each`: the same with a command, and a transaction, for each event. `bulk` and `bare`: BullMQ alone, which has no command and writes
 * to no database, adding a hundred jobs at once and one by one. `hand`: the two rows of `each` written by hand around BullMQ, which loses and doubles events when a process dies
 * between them.
 */
const SIDES = ['many', 'bulk', 'each', 'bare', 'hand'] as const;
export type SideName = (typeof SIDES)[number];

const forEach = <T>(make: (name: SideName) => T): Record<SideName, T> => ({ many: make('many'), bulk: make('bulk'), each: make('each'), bare: make('bare'), hand: make('hand') });

export interface MessageBench {
  postgresUrl: string;
  redisUrl: string;
  messages: number;
  rounds: number;
  say: (line: string) => void;
}

type Service = 'jag-cases' | 'indicators';

/** Commands that are under way at once, on both sides. */
const AT_ONCE = 32;
/** Events of one command of `many`, and jobs that `bulk` adds at once. */
const TOGETHER = 100;
const COMMANDS_A_SECOND = 100;

/** One side: what sends, what delivers, and everything between. */
interface Side {
  send: ChildProcessWithoutNullStreams;
  deliver: Interface;
}

interface Delivery {
  number: number;
  at: number;
  begun: number;
}

/** The whole path of an event, beside BullMQ alone with the same payloads, the same senders and the same concurrency. */
export async function benchMessages(options: MessageBench): Promise<MessageFigures> {
  const made = (service: Service, work: (database: BenchDatabase) => Promise<MessageFigures>) => withBenchDatabase(options.postgresUrl, { service, migrations: letterMigrations }, work);
  return made('jag-cases', (producer) => made('indicators', (consumer) => compare(options, { 'jag-cases': producer, indicators: consumer })));
}

async function compare({ postgresUrl, redisUrl, messages, rounds, say }: MessageBench, databases: Record<Service, BenchDatabase>): Promise<MessageFigures> {
  const children: ChildProcessWithoutNullStreams[] = [];
  const secrets = makeSecrets();
  const prefix = `bench-${randomBytes(4).toString('hex')}`;
  const base = { PATH: process.env['PATH'] ?? '', CONCORDAT_REDIS_URL: redisUrl, CONCORDAT_QUEUE_PREFIX: prefix, LOG_LEVEL: 'error', NODE_ENV: 'production' };
  const environment = (service: Service) => ({
    ...base,
    CONCORDAT_ROOT_KEY: secrets.rootKey,
    CONCORDAT_SEARCH_KEY: secrets.searchKey,
    CONCORDAT_RECEIVING_KEY: JSON.stringify(secrets.receiving[service].privateJwk),
    CONCORDAT_PUBLIC_KEYS: JSON.stringify(Object.fromEntries(SERVICE_NAMES.map((name) => [name, secrets.receiving[name].publicJwk]))),
    CONCORDAT_DATABASE_URL: databases[service].app,
    CONCORDAT_RELAY_DATABASE_URL: databases[service].relay,
    CONCORDAT_KEYS_DATABASE_URL: postgresUrl,
  });
  const start = async (role: string, env: NodeJS.ProcessEnv): Promise<[ChildProcessWithoutNullStreams, Interface]> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'post-process.js'), role], { env, stdio: 'pipe' });
    children.push(child);
    child.stderr.pipe(process.stderr);
    const lines = createInterface(child.stdout);
    await once(lines, 'line');
    return [child, lines];
  };
  try {
    await start('relay', environment('jag-cases'));
    const side = async (send: string, deliver: string): Promise<Side> => {
      const [, lines] = await start(deliver, environment('indicators'));
      const [child] = await start(send, environment('jag-cases'));
      return { send: child, deliver: lines };
    };
    const product = await side('commands', 'consumer');
    const alone = await side('bare-add', 'bare-process');
    const sides: Record<SideName, Side> = { many: product, each: product, bulk: alone, bare: alone, hand: await side('hand-add', 'hand-process') };

    let from = 0;
    const round = async (name: SideName, count: number, each: number, rate: number | null): Promise<Delivery[]> => {
      const order = { from, count, atOnce: AT_ONCE, each, rate };
      from += count;
      return carryOut(sides[name], order);
    };
    const speedOf = async (name: SideName): Promise<number> => eachSecond(await round(name, messages, name === 'many' || name === 'bulk' ? TOGETHER : 1, null));
    const speeds = forEach(() => new Array<number>());
    for (let turn = -1; turn < rounds; turn += 1) {
      for (const name of SIDES) {
        const speed = await speedOf(name);
        if (turn < 0) continue;
        speeds[name].push(speed);
        say(`  round ${String(turn + 1)}, ${name}: ${speed.toFixed(0)} a second`);
      }
    }
    const waits = { each: new Array<number>(), bare: new Array<number>(), hand: new Array<number>() };
    for (let turn = 0; turn < 2; turn += 1) {
      for (const name of ['each', 'bare', 'hand'] as const) waits[name].push(...(await round(name, COMMANDS_A_SECOND * 5, 1, COMMANDS_A_SECOND)).map(({ at, begun }) => at - begun));
    }
    return { messages, speed: forEach((name) => measured(speeds[name])), latency: { each: measured(waits.each), bare: measured(waits.bare), hand: measured(waits.hand) } };
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

/** From the first command's beginning to the last effect. */
const eachSecond = (of: readonly Delivery[]): number => (of.length / (Math.max(...of.map(({ at }) => at)) - Math.min(...of.map(({ begun }) => begun)))) * 1000;

/** Sends, and waits until each was delivered once. @throws Error when one was delivered twice */
async function carryOut({ send, deliver }: Side, order: Order): Promise<Delivery[]> {
  const deliveries = new Map<number, Delivery>();
  const all = new Promise<void>((resolve, reject) => {
    const hear = (line: string): void => {
      const [number = -1, at = 0, begun = 0] = line.split(' ').map(Number);
      if (deliveries.has(number)) reject(new Error(`The letter ${String(number)} was delivered twice`));
      deliveries.set(number, { number, at, begun });
      if (deliveries.size < order.count) return;
      deliver.off('line', hear);
      resolve();
    };
    deliver.on('line', hear);
  });
  send.stdin.write(`${JSON.stringify(order)}\n`);
  await all;
  return [...deliveries.values()];
}
