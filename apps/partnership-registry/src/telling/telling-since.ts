import { defineWork, Performs, type Schedule } from '@concordat/platform-messaging';
import { Database, NO_SCOPE, scopeOf } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { Memberships } from '../memberships/memberships.js';
import { Partnerships } from '../partnerships/partnerships.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { ToldSince, type WhatIsTold } from './told-since.entity.js';

const tellSince = defineWork({ name: 'telling.since', payload: z.strictObject({}) });

/** Looked at when the service starts, and then seldom: there is something to do after an upgrade alone. */
export const tellingSchedule: Schedule = { id: 'telling-since', work: tellSince.name, payload: {}, every: 3_600_000 };

/** An installation that is upgraded tells the other services, once, of what it knew before there were events about it. */
@Controller()
export class TellingSince {
  constructor(
    private readonly database: Database,
    private readonly partnerships: Partnerships,
    private readonly memberships: Memberships,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
  ) {}

  @Performs(tellSince)
  async tell(): Promise<void> {
    const ids = await this.database.transaction(NO_SCOPE, () => this.partnerships.ids());
    for (const id of ids) {
      await this.#once(id, 'names of staff', () => this.memberships.tellNames(id));
      await this.#once(id, 'authorities of health and social care', () => this.#authorities(id));
    }
  }

  async #once(partnershipId: string, what: WhatIsTold, tell: () => Promise<void>): Promise<void> {
    await this.database.transaction(scopeOf(partnershipId), async () => {
      const rows = this.database.rows(ToldSince);
      if ((await rows.findOne({ partnershipId, what })) !== null) return;
      rows.insert({ partnershipId, what });
      await this.database.em.flush();
      await tell();
    });
  }

  async #authorities(partnershipId: string): Promise<void> {
    const kinds = await this.lists.entries(partnershipId, 'agency-kinds');
    for (const { code, healthOrSocialCare } of kinds) await this.places.followKind(partnershipId, code, healthOrSocialCare);
  }
}
