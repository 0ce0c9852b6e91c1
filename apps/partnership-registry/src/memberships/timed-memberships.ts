import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Partnerships } from '../partnerships/partnerships.js';
import { Memberships } from './memberships.js';

const turnMemberships = defineWork({ name: 'memberships.turn', payload: z.strictObject({}) });

/** How often memberships are looked through for those that begin or end; the first run after midnight finds them. */
export const membershipSchedule: Schedule = { id: 'memberships-turn', work: turnMemberships.name, payload: {}, every: 5 * 60_000 };

/** Memberships that begin or end on a date: the other services are told when it comes. */
@Controller()
export class TimedMemberships {
  constructor(
    private readonly database: Database,
    private readonly partnerships: Partnerships,
    private readonly memberships: Memberships,
  ) {}

  @Performs(turnMemberships)
  async turn(): Promise<void> {
    const ids = await this.database.transaction(NO_SCOPE, () => this.partnerships.ids());
    for (const id of ids) await this.database.transaction(scopeOf(id), () => this.memberships.turn(id));
  }
}
