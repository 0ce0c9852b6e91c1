import { defineEvent, id, type EventOf } from '@concordat/contracts-protocol';
import { PermanentFailure } from '@concordat/platform-errors';
import { currentTrace } from '@concordat/platform-logging';
import { Database, partnershipTable } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { Controller, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Consumes, defineWork, Outbox, Performs, type Work } from '../src/index.js';

/** A fact: each letter is counted once, in any order. */
export const LetterPosted = defineEvent({
  type: 'letter.posted',
  kind: 'fact',
  from: 'jag-cases',
  to: ['indicators', 'notifications'],
  payload: z.strictObject({ number: z.int() }),
});

/** A state: only the latest colour counts. */
export const BoxPainted = defineEvent({
  type: 'box.painted',
  kind: 'state',
  from: 'jag-cases',
  to: ['indicators'],
  payload: z.strictObject({ colour: z.string() }),
});

export const Sorting = defineWork({ name: 'letters.sort', payload: z.strictObject({ boxId: id }) });

/** A letter in the producer's database, and what consumers make of it in theirs. */
export class LetterTables extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable('letter', 'number integer not null'),
      ...partnershipTable('effect', 'event_id uuid not null, number integer not null, trace text not null'),
      ...partnershipTable('box', 'colour text not null, painted integer not null default 1'),
    ];
    for (const statement of statements) this.addSql(statement);
  }
}

/** Posts letters: the row and the event in one transaction. */
@Injectable()
export class PostOffice {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** @param then runs at the end of the transaction, e.g. to fail it */
  async post(partnershipId: string, number: number, then: () => void = () => undefined): Promise<void> {
    await this.database.transaction({ partnershipId, userId: null, membershipId: null, agencyId: null }, async () => {
      const [letter] = await this.database.em.execute<{ id: string }[]>('insert into letter (partnership_id, number) values (?, ?) returning id', [partnershipId, number]);
      await this.outbox.publish(LetterPosted, { aggregateId: letter!.id, payload: { number } });
      then();
    });
  }

  async paint(partnershipId: string, boxId: string, version: number, colour: string): Promise<void> {
    await this.database.transaction({ partnershipId, userId: null, membershipId: null, agencyId: null }, () =>
      this.outbox.publish(BoxPainted, { aggregateId: boxId, version, payload: { colour } }),
    );
  }
}

/** How the next letters are met; a specification changes it while it runs. */
export const behaviour = { fails: new Set<number>(), failsOnce: new Set<number>(), permanent: new Set<number>(), handlingTime: 0, held: Promise.resolve<unknown>(null), runs: 0, work: [] as string[] };

/** Counts letters: every run of the handler leaves a row, so that a second run is seen. */
@Controller()
export class LetterCounting {
  constructor(private readonly database: Database) {}

  @Consumes(LetterPosted)
  async count(event: EventOf<typeof LetterPosted>): Promise<void> {
    const { number } = event.payload;
    await this.database.write('insert into effect (partnership_id, event_id, number, trace) values ($1, $2, $3, $4)', [event.partnershipId, event.id, number, currentTrace()]);
    behaviour.runs += 1;
    if (behaviour.handlingTime > 0) await new Promise((resolve) => setTimeout(resolve, behaviour.handlingTime));
    await behaviour.held;
    if (behaviour.permanent.has(number)) throw new PermanentFailure('There is no such letter box');
    if (behaviour.failsOnce.delete(number) || behaviour.fails.has(number)) throw new Error('Jane Doe of 12 High Street cannot be reached');
  }

  @Consumes(BoxPainted)
  async paint(event: EventOf<typeof BoxPainted>): Promise<void> {
    await this.database.em.execute(
      `insert into box (id, partnership_id, colour) values (?, ?, ?)
       on conflict (id) do update set colour = excluded.colour, painted = box.painted + 1`,
      [event.aggregateId, event.partnershipId, event.payload.colour],
      'run',
    );
  }
}

/** Hears letters and can never deal with one. */
@Controller()
export class LetterLosing {
  @Consumes(LetterPosted)
  lose(): Promise<void> {
    return Promise.reject(new Error('always fails'));
  }
}

/** The producer's own work. */
@Controller()
export class LetterSorting {
  @Performs(Sorting)
  async sort(work: Work<{ boxId: string }>): Promise<void> {
    behaviour.work.push(work.payload.boxId);
    return Promise.resolve();
  }

  @Performs('letters.tidy')
  async tidy(): Promise<void> {
    behaviour.work.push('tidy');
    return Promise.resolve();
  }
}
