import { defineEvent, type EventOf } from '@concordat/contracts-protocol';
import { Consumes, messagingMigrations, MessagingModule, Outbox } from '@concordat/platform-messaging';
import { Database, partnershipTable, PersistenceModule, type MigrationClass } from '@concordat/platform-persistence';
import { Migration } from '@mikro-orm/migrations';
import { Controller, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';

/** What both sides send: as large as the usual event, ids and codes, and when its command began. */
export const letter = z.strictObject({
  number: z.int(),
  /** Milliseconds since 1970, with fractions. */
  begun: z.number(),
  caseId: z.uuid(),
  agencies: z.array(z.uuid()),
  state: z.string(),
});
export type Letter = z.output<typeof letter>;

export const LetterPosted = defineEvent({ type: 'letter.posted', kind: 'fact', from: 'jag-cases', to: ['indicators'], payload: letter });

class LetterTables extends Migration {
  override up(): void {
    for (const statement of [...partnershipTable('letter', 'number integer not null'), ...partnershipTable('effect', 'number integer not null')]) this.addSql(statement);
  }
}

export const letterMigrations: readonly MigrationClass[] = [...messagingMigrations, LetterTables];

/** Commands of the product's kind: their rows and events in one transaction. */
@Injectable()
export class PostOffice {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async post(partnershipId: string, payloads: readonly Letter[]): Promise<void> {
    await this.database.transaction({ partnershipId, userId: null, membershipId: null, agencyId: null }, async () => {
      await this.database.write('insert into letter (partnership_id, number) select $1, unnest($2::int[])', [partnershipId, `{${payloads.map(({ number }) => number).join(',')}}`]);
      for (const payload of payloads) await this.outbox.publish(LetterPosted, { aggregateId: payload.caseId, payload });
    });
  }
}

/** When each letter's effect was committed: heard from the consumer's side of the process. */
export const delivered: { (payload: Letter): void }[] = [];

/** A handler that writes one row, as the smallest of the product do. */
@Controller()
export class LetterBox {
  constructor(private readonly database: Database) {}

  @Consumes(LetterPosted)
  async take({ partnershipId, payload }: EventOf<typeof LetterPosted>): Promise<void> {
    await this.database.write('insert into effect (partnership_id, number) values ($1, $2)', [partnershipId, payload.number]);
    this.database.afterCommit(() => {
      for (const hear of delivered) hear(payload);
    });
  }
}

/** A service of the bench: a database and queues, no HTTP. */
@Module({})
export class PostModule {
  static of(service: 'jag-cases' | 'indicators', env: Readonly<Record<string, string | undefined>>): DynamicModule {
    return {
      module: PostModule,
      imports: [PersistenceModule.forRoot({ service, entities: [], migrations: [...letterMigrations], env }), MessagingModule.forRoot({ service, events: [LetterPosted], env })],
      controllers: service === 'indicators' ? [LetterBox] : [],
      providers: [PostOffice],
    };
  }
}
