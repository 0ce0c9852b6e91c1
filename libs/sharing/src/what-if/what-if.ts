import { bandOf, CATEGORIES, SMALLEST_TOLD_COUNT, type AskedChange, type WhatIfCount } from '@concordat/contracts-protocol';
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
  change: AskedChange;
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

/** Signed by every party from its first day. */
const SIGNED_BY_ALL = `(select coalesce(jsonb_agg(jsonb_build_object('agencyId', party, 'on', valid_from, 'withdrawnOn', null)), '[]') from unnest(parties) party)`;

/** Signed as it is, but by one agency, which signs it or not. */
const SIGNED_BUT_FOR_ONE = `(select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements(signatures) s where s ->> 'agencyId' <> ?)
       || case when ? then jsonb_build_array(jsonb_build_object('agencyId', ?::text, 'on', valid_from, 'withdrawnOn', null)) else '[]' end`;

/** The name under which tables' policies let it look at items: it tells counts, and never a row. */
export const WHAT_IF_WORK = 'sharing.what-if';

/**
 * What a change of an agreement would open and close. The agreement as it would be is written, as if every party had signed
 * it, in a savepoint that is undone; the tables that answer every list answer this too. Nothing that others wait for is locked,
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
    const succeeds = 'status' in change.change && change.change.status === 'active' && known.supersedes !== null;
    const replaced = succeeds && known.supersedes !== null ? [change.agreementId, known.supersedes] : [change.agreementId];
    return this.database.asWork(WHAT_IF_WORK, () => this.#try({ partnershipId, agencyId, replaced, asked: change }));
  }

  async #try({ partnershipId, agencyId, replaced, asked }: { partnershipId: string; agencyId: string; replaced: readonly string[]; asked: ProposedChange }): Promise<WhatWouldChange> {
    try {
      await this.database.em.transactional(async () => {
        const proposed = await this.#propose(partnershipId, asked);
        throw new Undone(await this.#count({ partnershipId, agencyId, replaced, proposed }));
      });
      throw new Error('What was tried has to be undone');
    } catch (error) {
      if (error instanceof Undone) return error.counts;
      throw error;
    }
  }

  /** A copy of the agreement as it would be, if it would be in force; its id. */
  async #propose(partnershipId: string, { agreementId, change }: ProposedChange): Promise<string | null> {
    if ('status' in change && change.status !== 'active') return null;
    const [row] = await this.database.em.execute<{ id: string }[]>(
      `insert into agreement_projection (partnership_id, name, status, valid_from, valid_to, signatures, terms)
       select partnership_id, name, 'active', valid_from, valid_to, ${'status' in change ? SIGNED_BY_ALL : SIGNED_BUT_FOR_ONE}, terms
         from agreement_projection where partnership_id = ? and id = ? ${'status' in change ? '' : `and status = 'active'`} returning id`,
      [...('status' in change ? [] : [change.signature.agencyId, change.signature.signs, change.signature.agencyId]), partnershipId, agreementId],
    );
    return row?.id ?? null;
  }

  async #count({ partnershipId, agencyId, replaced, proposed }: { partnershipId: string; agencyId: string; replaced: readonly string[]; proposed: string | null }): Promise<WhatWouldChange> {
    const rows = await this.database.em.execute<unknown[]>(readableByAgencies, [
      partnershipId, agencyId, this.database.clock.now(), `{${replaced.join(',')}}`, proposed, SMALLEST_TOLD_COUNT,
    ]);
    const counts = z.array(countRow).parse(rows);
    const of = (wanted: 'opens' | 'closes'): WhatIfCount[] =>
      counts.flatMap(({ change, purpose, category, agency_id, items }) => {
        const band = bandOf(items);
        return change === wanted && band !== null ? [{ purpose, category, agencyId: agency_id, items: band }] : [];
      });
    return { opens: of('opens'), closes: of('closes') };
  }
}
