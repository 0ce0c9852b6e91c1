// One process of `bench messages`. What it is comes from the command line, its servers and keys from the environment.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { startWorker, type WorkerPart } from '@concordat/platform-messaging';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Queue, Worker, type Job } from 'bullmq';
import { connectRedis, type RedisConnection } from '@concordat/platform-redis';
import { Pool } from 'pg';
import { z } from 'zod';
import { delivered, letter, PostModule, PostOffice, type Letter } from './letters.js';

/** `rate` commands a second, or as many as `at once` allow, each of which posts so many letters. */
const order = z.strictObject({ from: z.int(), count: z.int(), atOnce: z.int(), each: z.int(), rate: z.number().nullable() });
export type Order = z.output<typeof order>;

const env = process.env;
const PARTNERSHIP = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = (): number => performance.timeOrigin + performance.now();
const letterOf = (number: number): Letter => ({
  number,
  begun: now(),
  caseId: randomUUID(),
  agencies: ['01890a5d-ac96-774b-bcce-b302099a8059', '01890a5d-ac96-774b-bcce-b302099a805a'],
  state: 'accepted',
});

async function service(name: 'jag-cases' | 'indicators', parts: readonly WorkerPart[]): Promise<INestApplication> {
  const app = await NestFactory.create(PostModule.of(name, env), new FastifyAdapter(), { logger: false });
  await app.init();
  if (parts.length > 0) await startWorker(app, parts);
  return app;
}

/** Carries out each order on the standard input. */
async function takeOrders(post: (payloads: readonly Letter[]) => Promise<void>): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const { from, count, atOnce, each, rate } = order.parse(JSON.parse(line));
    const began = now();
    const end = from + count;
    let next = from;
    const sender = async (): Promise<void> => {
      for (let number = next; number < end; number = next) {
        next = Math.min(end, number + each);
        const numbers = Array.from({ length: next - number }, (_, place) => number + place);
        if (rate !== null) await pause(Math.max(0, began + ((number - from) / rate) * 1000 - now()));
        await post(numbers.map(letterOf));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
  }
}

/** Tells of what was delivered: a number and its milliseconds from the command's beginning, a line each fiftieth of a second. */
function tell(): (payload: Letter) => void {
  let lines: string[] = [];
  setInterval(() => {
    if (lines.length === 0) return;
    process.stdout.write(lines.join(''));
    lines = [];
  }, 20);
  return ({ number, begun }) => void lines.push(`${String(number)} ${String(now())} ${String(begun)}\n`);
}

const connection = (): RedisConnection => connectRedis(env['CONCORDAT_REDIS_URL'] ?? '', { maxRetriesPerRequest: null });

/** Jobs that BullMQ alone works on at once: more made it no quicker. */
const JOBS_AT_ONCE = 32;

/** BullMQ alone: `write`, then one job a letter, all of an order's command at once. */
async function add(name: string, write: (number: number) => Promise<void>): Promise<void> {
  const queue = new Queue(name, { connection: connection() });
  process.stdout.write('ready\n');
  await takeOrders(async (payloads) => {
    for (const { number } of payloads) await write(number);
    const [job, ...others] = payloads.map((data) => ({ name: 'letter.posted', data, opts: { removeOnComplete: true } }));
    if (job === undefined) return;
    await (others.length === 0 ? queue.add(job.name, job.data, job.opts) : queue.addBulk([job, ...others]));
  });
}

async function work(name: string, write: (number: number) => Promise<void>): Promise<void> {
  const hear = tell();
  const take = async (job: Job): Promise<void> => {
    const payload = letter.parse(job.data);
    await write(payload.number);
    hear(payload);
  };
  const worker = new Worker(name, take, { connection: connection(), concurrency: JOBS_AT_ONCE });
  await worker.waitUntilReady();
  process.stdout.write('ready\n');
}

const roles: Readonly<Record<string, () => Promise<void>>> = {
  commands: async () => {
    const office = (await service('jag-cases', [])).get(PostOffice);
    process.stdout.write('ready\n');
    await takeOrders((payloads) => office.post(PARTNERSHIP, payloads));
  },
  relay: async () => {
    await service('jag-cases', ['relay']);
    process.stdout.write('ready\n');
  },
  consumer: async () => {
    delivered.push(tell());
    await service('indicators', ['consumers']);
    process.stdout.write('ready\n');
  },
  'bare-add': () => add('bare', () => Promise.resolve()),
  'bare-process': () => work('bare', () => Promise.resolve()),
  'hand-add': () => add('hand', writer('letter')),
  'hand-process': () => work('hand', writer('effect')),
};

/** One row, in a transaction with what row-level security asks for. */
function writer(table: 'letter' | 'effect'): (number: number) => Promise<void> {
  const pool = new Pool({ connectionString: env['CONCORDAT_DATABASE_URL'], max: 8 });
  return async (number) => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query(`select set_config('app.partnership_id', $1, true)`, [PARTNERSHIP]);
    await client.query(`insert into ${table} (partnership_id, number) values ($1, $2)`, [PARTNERSHIP, number]);
    await client.query('commit');
    client.release();
  };
}

const start = roles[process.argv[2] ?? ''];
if (start === undefined) throw new Error(`There is no role ${String(process.argv[2])}`);
await start();
