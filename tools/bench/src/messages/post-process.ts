// One process of `bench messages`. What it is comes from the command line, its servers and keys from the environment.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { startWorker, type WorkerPart } from '@concordat/platform-messaging';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { delivered, letter, PostModule, PostOffice, type Letter } from './letters.js';

/** `rate` commands a second, or as many as `at once` allow. */
const order = z.strictObject({ from: z.int(), count: z.int(), atOnce: z.int(), rate: z.number().nullable() });
export type Order = z.output<typeof order>;

const env = process.env;
const PARTNERSHIP = '01890a5d-ac96-774b-bcce-b302099a8057';
const now = (): number => performance.timeOrigin + performance.now();
const letterOf = (number: number): Letter => ({
  number,
  begun: now(),
  caseId: '01890a5d-ac96-774b-bcce-b302099a8058',
  agencies: ['01890a5d-ac96-774b-bcce-b302099a8059', '01890a5d-ac96-774b-bcce-b302099a805a'],
  state: 'accepted',
});

async function service(name: 'jag-cases' | 'indicators', parts: readonly WorkerPart[]): Promise<INestApplication> {
  const app = await NestFactory.create(PostModule.of(name, env), new FastifyAdapter(), { logger: false });
  await app.init();
  if (parts.length > 0) await startWorker(app, parts);
  return app;
}

/** Each order on the standard input is carried out, and answered with a line when its last command was acknowledged. */
async function takeOrders(post: (payload: Letter) => Promise<void>): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const { from, count, atOnce, rate } = order.parse(JSON.parse(line));
    const began = now();
    let next = from;
    const sender = async (): Promise<void> => {
      for (let number = next++; number < from + count; number = next++) {
        if (rate !== null) await pause(Math.max(0, began + ((number - from) / rate) * 1000 - now()));
        await post(letterOf(number));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
    process.stdout.write('sent\n');
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

const connection = (): Redis => new Redis(env['CONCORDAT_REDIS_URL'] ?? '', { maxRetriesPerRequest: null });

const roles: Readonly<Record<string, () => Promise<void>>> = {
  commands: async () => {
    const office = (await service('jag-cases', [])).get(PostOffice);
    process.stdout.write('ready\n');
    await takeOrders((payload) => office.post(PARTNERSHIP, payload));
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
  'bare-add': async () => {
    const queue = new Queue('bare', { connection: connection() });
    process.stdout.write('ready\n');
    await takeOrders(async (payload) => {
      await queue.add('letter.posted', payload, { removeOnComplete: true });
    });
  },
  'bare-process': async () => {
    const hear = tell();
    const worker = new Worker(
      'bare',
      (job) => {
        hear(letter.parse(job.data));
        return Promise.resolve();
      },
      { connection: connection(), concurrency: Number(env['CONCORDAT_JOB_CONCURRENCY'] ?? 4) },
    );
    await worker.waitUntilReady();
    process.stdout.write('ready\n');
  },
};

const start = roles[process.argv[2] ?? ''];
if (start === undefined) throw new Error(`There is no role ${String(process.argv[2])}`);
await start();
