import { CATEGORIES, type AskedChange, type WhatIfCount } from '@concordat/contracts-protocol';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Reader } from '../service/sharing.js';
import { permittedOfOwner } from './kinds-of-information.js';
import { changedKinds, type ChangedKind, type Permitted } from './permitted.js';
import { SettledCounts, type CountedKind } from './settled-counts.js';
import { toldOf } from './told-counts.js';

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
  constructor(readonly permitted: Permitted[]) {
    super('undone');
  }
}

const kindRow = { purpose: z.string(), category: z.enum(CATEGORIES) };

const permittedRow = z
  .object({ ...kindRow, recipient_agency_id: z.string(), on_consent: z.boolean(), all_fields: z.boolean(), fields: z.array(z.string()), before: z.boolean(), after: z.boolean() })
  .transform(({ recipient_agency_id: agencyId, on_consent: onConsent, all_fields: all, fields, ...rest }): Permitted => ({ ...rest, agencyId, onConsent, fields: all ? 'all' : fields }));

/** Signed by every party from its first day. */
const SIGNED_BY_ALL = `(select coalesce(jsonb_agg(jsonb_build_object('agencyId', party, 'on', valid_from, 'withdrawnOn', null)), '[]') from unnest(parties) party)`;

/** Signed as it is, but by one agency, which signs it or not. */
const SIGNED_BUT_FOR_ONE = `(select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements(signatures) s where s ->> 'agencyId' <> ?)
       || case when ? then jsonb_build_array(jsonb_build_object('agencyId', ?::text, 'on', valid_from, 'withdrawnOn', null)) else '[]' end`;

/** The name under which tables' policies let it look at items: it tells counts, and never a row. */
export const WHAT_IF_WORK = 'sharing.what-if';

/**
 * What a change of an agreement would open and close: which kinds of information to whom, and roughly how many items of the kind
 * there are. The agreement as it would be is written, as if every party had signed it, in a savepoint that is undone; what the
 * database writes out for every list is compared. Nothing that others wait for is locked, since a row of its own stands for the proposal.
 */
@Injectable()
export class WhatIf {
  constructor(
    private readonly database: Database,
    private readonly counts: SettledCounts,
  ) {}

  /**
   * Of what the asker's agency owns, inside the open transaction.
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
    return this.database.asWork(WHAT_IF_WORK, async () => {
      const kinds = changedKinds(await this.#try({ partnershipId, agencyId, replaced, asked: change }));
      return this.#told(kinds, kinds.length === 0 ? [] : await this.counts.of(partnershipId, agencyId));
    });
  }

  async #try({ partnershipId, agencyId, replaced, asked }: { partnershipId: string; agencyId: string; replaced: readonly string[]; asked: ProposedChange }): Promise<Permitted[]> {
    try {
      await this.database.em.transactional(async () => {
        const proposed = await this.#propose(partnershipId, asked);
        const rows = await this.database.em.execute<unknown[]>(permittedOfOwner, [partnershipId, agencyId, this.database.clock.now(), `{${replaced.join(',')}}`, proposed]);
        throw new Undone(z.array(permittedRow).parse(rows));
      });
      throw new Error('What was tried has to be undone');
    } catch (error) {
      if (error instanceof Undone) return error.permitted;
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

  #told(kinds: readonly ChangedKind[], counted: readonly CountedKind[]): WhatWouldChange {
    const of = (wanted: ChangedKind['change']): WhatIfCount[] =>
      kinds.flatMap(({ change, purpose, category, agencyId, of: whom }) => {
        if (change !== wanted) return [];
        const found = counted.find((kind) => kind.purpose === purpose && kind.category === category && kind.agencyId === agencyId);
        const items = found === undefined ? null : toldOf(found)[whom];
        return items === null ? [] : [{ purpose, category, agencyId, items }];
      });
    return { opens: of('opens'), closes: of('closes') };
  }
}
