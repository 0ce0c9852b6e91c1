import type { Ground } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { ReadItem } from '../items/item-reading.js';
import { SHARING_ROLES, type Action } from '../policy/vocabulary.js';

/** Who sent a message, and what it does with what others own. */
export interface Sending {
  partnershipId: string;
  agencyId: string;
  userId: string;
  /** The purpose of the case that it comes from. */
  purpose: string;
  action: Action;
  /** The event by which it came, and when that was written. */
  message: { id: string; occurredAt: string };
}

interface Given {
  all_fields: boolean;
  fields: string[];
}

/**
 * Queued work is asked about again when it runs (law 4 of the sharing policy): by what the receiving service knows then of
 * agreements, of the sender's standing and of the time. What the sending service alone knows, consent and decisions, is
 * as it was when the message was committed, and told of by events of its own.
 */
@Injectable()
export class Grounds {
  /** Messages that were put back once by this process. */
  readonly #putBack = new Set<string>();

  constructor(private readonly database: Database) {}

  /** What was read of others, to go along with it. What the sender's own agency owns rests on nothing. */
  async of(read: readonly Pick<ReadItem, 'item' | 'fields' | 'reasons'>[]): Promise<Ground[]> {
    const ofOthers = read.filter(({ reasons }) => !reasons.includes('own'));
    return Promise.all(
      ofOthers.map(async ({ item: { ownerAgencyId, category }, fields, reasons }) => {
        const names = Object.keys(fields);
        return { ownerAgencyId, category, fields: names, consentIds: idsOf(reasons, 'consent'), disclosed: await this.#disclosed(idsOf(reasons, 'disclosure'), category, names) };
      }),
    );
  }

  /**
   * Whether everything may still be passed on.
   *
   * @throws Error while that is not known: the registry is silent, has not told of the sender yet, or what it told may wait behind
   *   this very message. The message is tried again
   */
  async stand(sending: Sending, grounds: readonly Ground[]): Promise<boolean> {
    const standing = await this.#standing(sending);
    if (!standing.shares) return false;
    if (grounds.length === 0) return true;
    if (!standing.hears) throw new Error('The registry has not been heard, so that agreements do not count: what rests on one waits');
    this.#hearWhatWaits(sending.message);
    if (!standing.trained) return false;
    for (const ground of grounds) if (!(await this.#stands(sending, ground))) return false;
    return true;
  }

  /** What waited in the queue longer than a change may take goes behind what waited with it, once: the end of an agreement may be there. */
  #hearWhatWaits({ id, occurredAt }: Sending['message']): void {
    const waited = this.database.clock.now().getTime() - new Date(occurredAt).getTime() > AT_ONCE_MS;
    if (!waited || this.#putBack.delete(id)) return;
    // Another process may have taken what was put back.
    if (this.#putBack.size >= REMEMBERED) this.#putBack.clear();
    this.#putBack.add(id);
    throw new Error('It waited in the queue: what waits behind it is heard first');
  }

  async #stands({ partnershipId, agencyId, purpose, action }: Sending, { ownerAgencyId, category, fields, consentIds, disclosed }: Ground): Promise<boolean> {
    const now = this.database.clock.now();
    const terms = await this.database.em.execute<Given[]>(
      `select all_fields, fields from sharing_permission
        where partnership_id = ? and recipient_agency_id = ? and owner_agency_id = ? and purpose = ? and category = ?
          and from_at <= ? and ? < to_at and (exportable or ?) and (not on_consent or ?)`,
      [partnershipId, agencyId, ownerAgencyId, purpose, category, now, now, action === 'read', consentIds.length > 0],
    );
    const given = new Set([...terms.flatMap((term) => (term.all_fields ? fields : term.fields)), ...disclosed.filter(({ until }) => now < new Date(until)).flatMap((one) => one.fields)]);
    return fields.every((field) => given.has(field));
  }

  async #standing({ partnershipId, agencyId, userId }: Sending): Promise<{ shares: boolean; trained: boolean; hears: boolean }> {
    const now = this.database.clock.now();
    const [known] = await this.database.em.execute<{ shares: boolean | null; trained: boolean | null; hears: boolean }[]>(
      `select bool_or(m.active and coalesce(a.active, true) and jsonb_exists_any(m.roles, ?::text[])) as shares,
              bool_or(coalesce(?::timestamptz < sharing_midnight(m.training_valid_to), false)) as trained,
              exists (select from registry_heard h where now() < h.counts_until) as hears
         from membership_projection m left join agency_projection a on a.partnership_id = m.partnership_id and a.agency_id = m.agency_id
        where m.partnership_id = ? and m.user_id = ? and m.agency_id = ?`,
      [`{${SHARING_ROLES.join(',')}}`, now, partnershipId, userId, agencyId],
    );
    if (known === undefined || known.shares === null) throw new Error('Who sent this is not known here yet');
    return { shares: known.shares, trained: known.trained === true, hears: known.hears };
  }

  async #disclosed(ids: readonly string[], category: string, fields: readonly string[]): Promise<Ground['disclosed']> {
    if (ids.length === 0) return [];
    const rows = await this.database.em.execute<{ given: '*' | string[] | null; until: Date }[]>(
      `select categories -> ? as given, case kind when 'emergency' then least(expires_at, authorised_at + interval '24 hours') else expires_at end as until
         from disclosure where id = any (?::uuid[])`,
      [category, `{${ids.join(',')}}`],
    );
    return rows.map(({ given, until }) => ({ fields: given === '*' ? [...fields] : (given ?? []), until: new Date(until).toISOString() }));
  }
}

/** Within which a change of an agreement counts in every service (law 4). */
const AT_ONCE_MS = 1_000;
const REMEMBERED = 10_000;

const idsOf = (reasons: readonly string[], kind: 'consent' | 'disclosure'): string[] => reasons.filter((reason) => reason.startsWith(`${kind}:`)).map((reason) => reason.slice(kind.length + 1));
