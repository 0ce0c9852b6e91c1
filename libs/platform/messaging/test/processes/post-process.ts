import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { behaviour, BoxPainted, LetterCounting, LetterLosing, LetterPosted, PostOffice } from '../letters.js';
import { createPostService } from '../post-service.js';

/** One process of the faults specification. What it is comes from the command line; servers and keys from the environment. */
const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
const events = [LetterPosted, BoxPainted];

const roles: Record<string, () => Promise<INestApplication>> = {
  relay: () => createPostService({ service: 'jag-cases', events, controllers: [], env }, ['relay']),
  counting: () => createPostService({ service: 'indicators', events, controllers: [LetterCounting], env }, ['consumers']),
  losing: () => createPostService({ service: 'notifications', events: [LetterPosted], controllers: [LetterLosing], env }, ['consumers']),
  producer: () => createPostService({ service: 'jag-cases', events, controllers: [], env }, []),
};

/** Posts letters, paints boxes, and now and then changes its mind before the commit. */
async function produce(app: INestApplication, numbers: Iterable<number>): Promise<void> {
  const office = app.get(PostOffice);
  const partnershipId = env['PARTNERSHIP'] ?? '';
  const boxes = (env['BOXES'] ?? '').split(',');
  for (const number of numbers) {
    await office.post(partnershipId, number);
    if (number % 10 === 0) {
      const changeOfMind = new Error('rolled back');
      const failing = office.post(partnershipId, -number, () => {
        throw changeOfMind;
      });
      await failing.catch((error: unknown) => {
        if (error !== changeOfMind) throw error;
      });
      for (const box of boxes) await office.paint(partnershipId, box, number / 10, `colour ${number / 10}`);
    }
    await pause(5);
  }
}

const role = process.argv[2] ?? '';
behaviour.handlingTime = Number(env['HANDLING_TIME'] ?? 0);
const start = roles[role];
if (start === undefined) throw new Error(`there is no role ${role}`);
const app = await start();
process.stdout.write('ready\n');
if (role === 'producer') {
  // Each line of the input asks for letters with numbers from … to ….
  for await (const line of createInterface(process.stdin)) {
    const [from = 0, to = 0] = line.split(' ').map(Number);
    await produce(app, Array.from({ length: to - from + 1 }, (_, index) => from + index));
  }
  await app.close();
} else {
  process.once('SIGTERM', () => {
    void app.close();
  });
}
