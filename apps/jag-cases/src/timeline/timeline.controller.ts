import { readTimeline } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Sharing } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { raw, type RawQueryFragment } from '@mikro-orm/core';
import type { Case } from '../cases/case.entity.js';
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
    const why = await this.sharing.whySeen(this.sharing.question(caller()), page.items.flatMap(({ itemId }) => itemId ?? []));
    return {
      items: page.items.filter(({ itemId }) => itemId === null || why.has(itemId)).map((entry) => ({ ...told(entry, found), why: why.get(entry.itemId ?? '') ?? [] })),
      next: page.next,
    };
  }

  /** An entry about an item is there for those who may read the item. */
  #readable(): RawQueryFragment & symbol {
    const { text, values } = this.sharing.readableItems(this.sharing.question(caller()), 'i').condition;
    return raw(`([::alias::].item_id is null or exists (select from item i where i.partnership_id = [::alias::].partnership_id and i.id = [::alias::].item_id and ${text}))`, values);
  }
}

/**
 * An entry as the caller may see it. Others than the case's owner are not told who else works on it, unless they may
 * read what was written, nor numbers in which a gap would show.
 */
function told({ id, at, byUserId, byAgencyId, kind, facts: all, itemId }: TimelineEntry, { ownerAgencyId }: Case): Omit<OutputOf<typeof readTimeline>['items'][number], 'why'> {
  const { agencyId } = caller();
  const { number: _number, ...unnumbered } = all;
  if (agencyId === ownerAgencyId) return { id, at: at.toISOString(), byUserId, byAgencyId, kind, facts: all };
  const shown = itemId !== null || byAgencyId === agencyId;
  return { id, at: at.toISOString(), byUserId: shown ? byUserId : null, byAgencyId: shown || byAgencyId === ownerAgencyId ? byAgencyId : null, kind, facts: unnumbered };
}
