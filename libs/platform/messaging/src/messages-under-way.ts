import type { MessagesWaiting, ScheduledWork } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Inject, Injectable } from '@nestjs/common';
import { MESSAGING, type MessagingOptions } from './definitions.js';
import { Queues } from './queues.js';

interface Row {
  consumer: string;
  type: string;
  count: number;
  since: Date;
}

/** What of the open transaction's partnership waits to be taken, and what work begins by itself. */
@Injectable()
export class MessagesUnderWay {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  async read(): Promise<{ reachable: boolean; waiting: MessagesWaiting[]; schedules: ScheduledWork[] }> {
    const rows = await this.database.em.execute<Row[]>('select consumer, type, count, since from messages_waiting() order by since, consumer, type');
    const waiting = rows.map(({ since, ...row }) => ({ ...row, since: new Date(since).toISOString() }));
    const reachable = await this.queues.ready();
    const next = reachable ? await this.nextRuns() : new Map<string, string>();
    return { reachable, waiting, schedules: (this.options.schedules ?? []).map(({ id }) => ({ id, next: next.get(id) ?? null })) };
  }

  private async nextRuns(): Promise<Map<string, string>> {
    const found = await this.queues.work().getJobSchedulers();
    return new Map(found.flatMap(({ key, next }) => (next === undefined ? [] : [[key, new Date(next).toISOString()] as const])));
  }
}
