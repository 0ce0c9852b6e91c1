import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { announcedStack, queuePrefix, readSecrets, stackFolder, type Running, type StackFolder } from '@concordat/tool-stack';
import { Redis } from 'ioredis';
import { firstPlace, plantedIn } from './planted.js';

/** A way by which something could leave, and all that went through it. */
export interface SideDoor {
  name: string;
  /** What is found in it, each with where. */
  contents: readonly { where: string; text: string }[];
}

export interface Installation {
  running: Running;
  folder: StackFolder;
  prefix: string;
}

/** What is shown of a door through which much came. */
const SHOWN_OF_A_DOOR = 5;

/** Where what was planted came out. */
export const cameOut = (doors: readonly SideDoor[]): string[] =>
  doors.flatMap(({ name, contents }) => {
    const found = suspects(contents).filter(({ text }) => plantedIn(text).length > 0);
    return [...new Set(found.map(({ where, text }) => `${name}, ${where}: ${firstPlace(text)}`))].slice(0, SHOWN_OF_A_DOOR);
  });

/** Looked through together: nearly all hold nothing, and a long text takes hardly longer than a line of it. */
const TOGETHER = 500;

function suspects(contents: SideDoor['contents']): SideDoor['contents'] {
  const parts = Array.from({ length: Math.ceil(contents.length / TOGETHER) }, (_, part) => contents.slice(part * TOGETHER, (part + 1) * TOGETHER));
  return parts.filter((part) => plantedIn(part.map(({ text }) => text).join('\n')).length > 0).flat();
}

/** The installation of a folder: that whose accounts the run was given, unless another is named. */
export async function installation(folder = stackFolder(dirname(dirname(process.env.CONCORDAT_E2E_ACCOUNTS ?? '')))): Promise<Installation> {
  const [running, secrets] = await Promise.all([announcedStack(folder), readSecrets(folder)]);
  if (running === null || secrets === null) throw new Error(`Nothing runs from ${folder.path}`);
  return { running, folder, prefix: queuePrefix(secrets) };
}

/** Every command that Redis gets for this installation, from now on: what stands there for a moment alone is seen too. */
export async function watchRedis({ running, prefix }: Installation): Promise<{ commands: () => readonly string[]; stop: () => void }> {
  const redis = new Redis(running.redisUrl ?? '');
  const seen: string[] = [];
  const monitor = await redis.monitor();
  monitor.on('monitor', (_time: string, given: string[]) => {
    const command = given.join(' ');
    if (command.includes(prefix)) seen.push(command);
  });
  return {
    commands: () => seen,
    stop: () => {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}

/** Jobs among the commands to Redis, and those that stand there: what a queue is given ends in an object. */
export function jobsIn(commands: readonly string[], keys: SideDoor): SideDoor {
  const given = commands.filter((command) => /^evalsha .*\{"/.test(command)).map((text) => ({ where: 'a queue', text }));
  return { name: 'jobs', contents: [...given, ...keys.contents.filter(({ text }) => text.includes('"data":'))] };
}

/** Every key of the installation in Redis, with all that it holds. */
export async function redisKeys({ running, prefix }: Installation): Promise<SideDoor> {
  const redis = new Redis(running.redisUrl ?? '');
  const contents: { where: string; text: string }[] = [];
  for await (const keys of redis.scanStream({ match: `*${prefix}*`, count: 500 }) as AsyncIterable<string[]>) {
    contents.push(...(await Promise.all(keys.map(async (key) => ({ where: key, text: `${key} ${JSON.stringify(await valueOf(redis, key))}` })))));
  }
  redis.disconnect();
  return { name: 'keys of Redis', contents };
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    case 'none':
      return null;
    default:
      throw new Error(`${key} is a ${type}, which nobody looks into here`);
  }
}

/** Logs of all processes and servers, line by line. */
export async function logLines({ folder }: Installation): Promise<SideDoor> {
  const files = await readdir(folder.logs);
  const contents = await Promise.all(
    files.map(async (file) => (await readFile(join(folder.logs, file), 'utf8')).split('\n').filter((line) => line !== '').map((text) => ({ where: file, text }))),
  );
  return { name: 'log lines', contents: contents.flat() };
}

export async function metrics({ running }: Installation): Promise<SideDoor> {
  const addresses = { ...running.services, web: running.web ?? '' };
  const contents = await Promise.all(
    Object.entries(addresses).map(async ([where, address]) => {
      const answer = await fetch(new URL('/metrics', address));
      if (answer.status !== 200) throw new Error(`${where} shows no metrics: ${answer.status}`);
      return { where, text: await answer.text() };
    }),
  );
  return { name: 'metrics', contents };
}

/** E-mails that the demo caught, as they were sent but for whom to. */
export async function mails({ folder }: Installation): Promise<SideDoor> {
  const file = await readFile(join(folder.mail, 'messages.jsonl'), 'utf8').catch(() => '');
  const contents = file.split('\n').filter((line) => line !== '').map((line) => {
    const { subject, text } = JSON.parse(line) as { subject: string; text: string };
    return { where: subject, text: `${subject}\n${text}` };
  });
  return { name: 'e-mails', contents };
}

/** Waits until nothing waits to be taken by a consumer; what has to be tried again takes its time. */
export async function untilPassedOn(place: Installation, longest = 60_000): Promise<void> {
  const end = Date.now() + longest;
  for (;;) {
    const { contents } = await metrics(place);
    const waiting = contents.flatMap(({ text }) => Array.from(text.matchAll(/^outbox_deliveries_waiting\{[^}]*\} (\d+)$/gm), ([, count = '0']) => Number(count)));
    if (waiting.length > 0 && waiting.every((count) => count === 0)) return;
    if (Date.now() > end) throw new Error(`Messages still wait after ${longest / 1000} s: ${waiting.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
