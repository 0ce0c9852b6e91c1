import { CATEGORIES, SMALLEST_TOLD_COUNT, type WhatIfCount } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Reader } from '../service/sharing.js';
import { readableByAgencies } from './readable-by-agencies.js';

export interface ProposedChange {
  agreementId: string;
  /** The version that the asker saw. */
  version: number;
  status: 'active' | 'suspended' | 'ended';
}

export interface WhatWouldChange {
  opens: WhatIfCount[];
  closes: WhatIfCount[];
}

/** Thrown to undo what was tried. */
class Undone extends Error {
  constructor(readonly counts: WhatWouldChange) {
    super('undone');
  }
}

const countRow = z.object({ change: z.enum(['opens', 'closes']), purpose: z.string(), category: z.enum(CATEGORIES), agency_id: z.string(), items: z.number() });

/** The name under which tables' policies let it look at items: it tells counts, and never a row. */
export const WHAT_IF_WORK = 'sharing.what-if';

/**
 * What a change of an agreement would open and close. The proposed agreement is written, as if every party had signed it,
 * in a savepoint that is undone; the tables that answer every list answer this too. Nothing that others wait for is locked,
 * since a row of its own stands for the proposal.
 */
@Injectable()
export class WhatIf {
  constructor(private readonly database: Database) {}

  /**
   * Counts the items that the asker's agency owns, inside the open transaction.
   *
   * @throws NotFoundError for an agreement that the service has not heard of
   * @throws RuleError `not-heard-yet` when it has heard of another version
   */
  async ask({ partnershipId, agencyId }: Pick<Reader, 'partnershipId' | 'agencyId'>, change: ProposedChange): Promise<WhatWouldChange> {
    const [known] = await this.database.em.execute<{ version: number; supersedes: string | null }[]>(
      'select version, supersedes from agreement_projection where partnership_id = ? and id = ?',
      [partnershipId, change.agreementId],
    );
    if (known === undefined) throw new NotFoundError('agreement');
    if (known.version !== change.version) throw new RuleError('not-heard-yet', 'The agreement has just been changed. Try again in a moment.');
    const replaced = change.status === 'active' && known.supersedes !== null ? [change.agreementId, known.supersedes] : [change.agreementId];
    return this.database.asWork(WHAT_IF_WORK, () => this.#try({ partnershipId, agencyId, replaced, change }));
  }

  async #try({ partnershipId, agencyId, replaced, change }: { partnershipId: string; agencyId: string; replaced: readonly string[]; change: ProposedChange }): Promise<WhatWouldChange> {
    try {
      await this.database.em.transactional(async () => {
        const proposed = change.status === 'active' ? await this.#propose(partnershipId, change.agreementId) : null;
        throw new Undone(await this.#count({ partnershipId, agencyId, replaced, proposed }));
      });
      throw new Error('What was tried has to be undone');
    } catch (error) {
      if (error instanceof Undone) return error.counts;
      throw error;
    }
  }

  /** A copy of the agreement, in force and signed by every party from its first day; its id. */
  async #propose(partnershipId: string, agreementId: string): Promise<string> {
    const [row] = await this.database.em.execute<{ id: string }[]>(
      `insert into agreement_projection (partnership_id, name, status, valid_from, valid_to, signatures, terms)
       select partnership_id, name, 'active', valid_from, valid_to,
              (select coalesce(jsonb_agg(jsonb_build_object('agencyId', party, 'on', valid_from, 'withdrawnOn', null)), '[]') from unnest(parties) party),
              terms
         from agreement_projection where partnership_id = ? and id = ? returning id`,
      [partnershipId, agreementId],
    );
    if (row === undefined) throw new NotFoundError('agreement');
    return row.id;
  }

  async #count({ partnershipId, agencyId, replaced, proposed }: { partnershipId: string; agencyId: string; replaced: readonly string[]; proposed: string | null }): Promise<WhatWouldChange> {
    const rows = await this.database.em.execute<unknown[]>(readableByAgencies, [
      partnershipId, agencyId, this.database.clock.now(), `{${replaced.join(',')}}`, proposed, SMALLEST_TOLD_COUNT,
    ]);
    const counts = z.array(countRow).parse(rows);
    const of = (wanted: 'opens' | 'closes'): WhatIfCount[] =>
      counts.filter(({ change }) => change === wanted).map(({ purpose, category, agency_id, items }) => ({ purpose, category, agencyId: agency_id, items }));
    return { opens: of('opens'), closes: of('closes') };
  }
}
