import { RegistryAlive } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { Consumes } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Controller, Inject, Injectable } from '@nestjs/common';
import { SHARING_SETTINGS, type SharingSettings } from './settings.js';

export interface Contact {
  /** When the registry wrote the latest sign of life that arrived; null before the first. */
  heardAt: Date | null;
  /** Whether that is lately enough for agreements to count. */
  hears: boolean;
}

/** What the service knows of whether the registry still reaches it. The policy reads the same row (tables/registry-silence.ts). */
@Injectable()
export class RegistryContact {
  constructor(
    private readonly database: Database,
    @Inject(SHARING_SETTINGS) private readonly settings: SharingSettings,
  ) {}

  /** @param at when the registry wrote it: a message that waited in a queue tells of then, not of now */
  async heard(at: Date): Promise<void> {
    const until = new Date(at.getTime() + this.settings.CONCORDAT_REGISTRY_SILENCE_SECONDS * 1_000);
    await this.database.em.execute(
      `insert into registry_heard as known (at, counts_until) values (?, ?)
       on conflict (single) do update set at = excluded.at, counts_until = excluded.counts_until where known.at < excluded.at`,
      [at, until],
      'run',
    );
  }

  async now(): Promise<Contact> {
    const [row] = await this.database.em.execute<{ at: string; hears: boolean }[]>('select at, now() < counts_until as hears from registry_heard');
    return row === undefined ? { heardAt: null, hears: false } : { heardAt: new Date(row.at), hears: row.hears };
  }
}

@Controller()
export class RegistryContactConsumer {
  constructor(private readonly contact: RegistryContact) {}

  @Consumes(RegistryAlive)
  async alive({ occurredAt }: EventOf<typeof RegistryAlive>): Promise<void> {
    await this.contact.heard(new Date(occurredAt));
  }
}
