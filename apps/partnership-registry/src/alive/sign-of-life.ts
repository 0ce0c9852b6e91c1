import { RegistryAlive } from '@concordat/contracts-partnership-registry';
import { defineWork, Outbox, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';

const giveSign = defineWork({ name: 'life.sign', payload: z.strictObject({}) });

/** Often enough that some may be lost before the services that share take the registry for silent (five minutes). */
export const signOfLifeSchedule: Schedule = { id: 'life-sign', work: giveSign.name, payload: {}, every: 30_000 };

/** Tells the services that share that they would hear of a change: through the same outbox and queues as the changes. */
@Controller()
export class SignOfLife {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  @Performs(giveSign)
  async give(): Promise<void> {
    await this.database.transaction(NO_SCOPE, () => this.outbox.publish(RegistryAlive, { aggregateId: v7(), payload: {} }));
  }
}
