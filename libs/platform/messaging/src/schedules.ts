import { setTimeout as pause } from 'node:timers/promises';
import { createLogger, type Logger } from '@concordat/platform-logging';
import { defaultRepeatStrategy, type JobSchedulerJson, type Queue } from 'bullmq';
import type { MessagingOptions, Schedule } from './definitions.js';
import { scheduledJob } from './jobs.js';
import type { Queues } from './queues.js';
import type { MessagingSettings } from './settings.js';

const TIME_ZONE = 'Europe/London';

/** States of a run that nobody will take any more. */
const OVER: readonly string[] = ['unknown', 'failed'];

/**
 * Keeps the schedules in Redis as the service declares them. It looks at start and from time to time, so that a Redis
 * that lost everything, or some of its keys, has them again; a schedule that is there is left alone, because writing it
 * would move its next run.
 */
export class Schedules {
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly queues: Queues,
    private readonly options: MessagingOptions,
    private readonly settings: MessagingSettings,
  ) {
    this.log = createLogger(options.service);
  }

  start(): void {
    this.running = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const restored = await this.restore().then(
        () => true,
        (err: unknown) => {
          this.log.warn({ err }, 'the schedules could not be looked after; trying again');
          return false;
        },
      );
      const wait = restored ? this.settings.CONCORDAT_SCHEDULE_CHECK : 1_000;
      await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Adds the schedules that Redis lacks or has otherwise, and removes those no longer declared. */
  async restore(): Promise<void> {
    await this.queues.demand();
    const queue = this.queues.work();
    const declared = this.options.schedules ?? [];
    const known = new Set(declared.map(({ id }) => id));
    for (const { key } of await queue.getJobSchedulers()) {
      if (!known.has(key)) await queue.removeJobScheduler(key);
    }
    for (const schedule of declared) {
      const found = await queue.getJobScheduler(schedule.id);
      const whole = found !== undefined && (await goesOn(queue, found));
      if (!whole) await clear(queue, schedule);
      if (!whole || !isAs(found, schedule)) await write(queue, schedule);
    }
  }
}

function isAs(found: JobSchedulerJson, schedule: Schedule): boolean {
  const same =
    schedule.every === undefined ? found.pattern === schedule.cron && found.tz === TIME_ZONE : Number(found.every) === schedule.every;
  return same && found.name === schedule.work && JSON.stringify(found.template?.data) === JSON.stringify(dataOf(schedule));
}

/** Whether its next run is to come. A run writes the one after it as it begins: where one is lost, none would follow. */
async function goesOn(queue: Queue, { key, next }: JobSchedulerJson): Promise<boolean> {
  const run = await queue.getJob(runOf(key, next));
  if (run !== undefined && !OVER.includes(await run.getState())) return true;
  // It may have begun, and ended, since it was the next.
  return (await queue.getJobScheduler(key))?.next !== next;
}

/** Removes what is left of a schedule: no run can be written for a time for which there is one, though nobody will take it. */
async function clear(queue: Queue, { id, cron }: Schedule): Promise<void> {
  await queue.removeJobScheduler(id);
  if (cron === undefined) return;
  const next = defaultRepeatStrategy(Date.now(), { pattern: cron, tz: TIME_ZONE });
  await queue.remove(runOf(id, next));
}

async function write(queue: Queue, schedule: Schedule): Promise<void> {
  const repeat = schedule.every === undefined ? { pattern: schedule.cron, tz: TIME_ZONE } : { every: schedule.every };
  await queue.upsertJobScheduler(schedule.id, repeat, { name: schedule.work, data: dataOf(schedule), opts: scheduledJob });
}

const dataOf = (schedule: Schedule) => ({ schedule: schedule.id, payload: schedule.payload ?? {} });

/** The id that BullMQ gives a run. @param at when it is due, in milliseconds */
const runOf = (id: string, at: number | undefined): string => `repeat:${id}:${at}`;
