import { readTimeline } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Sharing } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { CaseAccess } from '../cases/standing.js';
import { TimelineEntry } from './timeline-entry.entity.js';

@Controller()
export class TimelineController {
  constructor(
    private readonly database: Database,
    private readonly access: CaseAccess,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  @Endpoint(readTimeline, 'signed-in')
  async read(@Input() { params, query }: InputOf<typeof readTimeline>): Promise<OutputOf<typeof readTimeline>> {
    const { found, standing } = await this.access.open(params.caseId);
    const where = {
      partnershipId: found.partnershipId,
      caseId: found.id,
      [this.#readable()]: [],
      ...(standing.owner ? {} : { ownerOnly: false }),
    };
    const page = await this.database.rows(TimelineEntry).page(where, { order: [{ at: 'desc' }, { id: 'desc' }], ...query });
    await this.audit.record({ action: 'viewed', kind: 'timeline', ids: [found.id] });
    return {
      items: page.items.map(({ id, at, byUserId, byAgencyId, kind, facts }) => ({ id, at: at.toISOString(), byUserId, byAgencyId, kind, facts })),
      next: page.next,
    };
  }

  /** An entry about an item is there for those who may read the item. */
  #readable(): RawQueryFragment & symbol {
    const { text, values } = this.sharing.readableItems(this.sharing.question(caller()), 'i').condition;
    return raw(`([::alias::].item_id is null or exists (select from item i where i.partnership_id = [::alias::].partnership_id and i.id = [::alias::].item_id and ${text}))`, values);
  }
}
