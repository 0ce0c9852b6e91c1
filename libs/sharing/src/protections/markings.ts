import type { itemProtection } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { Gate } from '../gate/gate.js';
import { StoredItem, type StoredMarking } from '../items/item.entity.js';
import { sql } from '../query/sql.js';
import { SHARING_ROLES, VICTIM_SAFETY_ROLE } from '../policy/vocabulary.js';
import { SharingHost } from '../records/host.js';
import { Sharing } from '../service/sharing.js';
import { ItemReader } from '../tables/entities.js';
import { NamedReaderRequest } from './protections.entity.js';
import { GOVERNS } from './owned-cases.js';
import { whyPlace } from './sealed-places.js';

/** How an item is kept: its marking, and the people who may read it all the same. Its owner's matter, of those who may read it. */
@Injectable()
export class Markings {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
    private readonly gate: Gate,
    private readonly host: SharingHost,
  ) {}

  /** @throws NotFoundError for an item that the caller may not read, or that another agency owns */
  async of(itemId: string): Promise<Omit<z.output<typeof itemProtection>, 'staff'>> {
    const item = await this.#own(itemId);
    const { partnershipId } = item;
    const readers = await this.database.rows(ItemReader).find({ partnershipId, itemId }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const requests = await this.database.rows(NamedReaderRequest).find({ partnershipId, itemId, decision: null }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const whys = await this.sealer.openMany<string>(requests.map(({ id, why }) => ({ subjectId: item.subjectId, place: whyPlace('named_reader_request', id), sealed: why })));
    return {
      itemId, caseId: item.caseId, version: item.version, category: item.category, marking: item.marking, existenceShown: item.existenceShown,
      readers: readers.map(({ id, userId, createdAt }) => ({ id, userId, since: createdAt.toISOString() })),
      requests: requests.map(({ id, version, userId, askedBy, createdAt }, index) => ({
        id, version, userId, why: whys[index] ?? null, askedByUserId: askedBy, askedAt: createdAt.toISOString(), mine: askedBy === caller().userId,
      })),
    };
  }

  /**
   * Whoever marks an item knows it, and stays among those who may read it.
   *
   * @throws RuleError `marked-shown`: what is marked is told to nobody, not even that it exists
   * @throws NotAllowedError to take the marking away without the role for it; StaleVersionError
   */
  async mark(itemId: string, version: number, { marking, existenceShown, why }: { marking: StoredMarking; existenceShown: boolean; why: string }): Promise<StoredItem> {
    const item = await this.#own(itemId);
    if (marking === 'victim-safety' && existenceShown) throw new RuleError('marked-shown', 'Others cannot be told that an item exists which is kept for the safety of a victim.');
    if (marking === 'none' && item.marking !== 'none' && !caller().roles.includes('victim-safety')) {
      throw new NotAllowedError('Only somebody who looks after the safety of victims can take the marking away.');
    }
    if (marking === 'victim-safety') await this.#keepReading(item);
    await this.database.rows(StoredItem).change(item, version, { marking, existenceShown }, why);
    await this.audit.record({ action: 'changed', kind: 'marking', ids: [itemId], subjectId: item.subjectId });
    return item;
  }

  /** @throws RuleError `reader-unknown`, `already-reader`, `already-asked`, `no-second-person`; NotAllowedError to ask for oneself */
  async ask(itemId: string, userId: string, why: string): Promise<string> {
    const item = await this.#own(itemId);
    const { partnershipId } = item;
    if (userId === caller().userId) throw new NotAllowedError('Somebody else has to ask for you.');
    const known = await this.database.em.execute<unknown[]>('select 1 from membership_projection where partnership_id = ? and user_id = ? and active', [partnershipId, userId]);
    if (known.length === 0) throw new RuleError('reader-unknown', 'Choose somebody who works in your partnership.');
    if (await this.database.rows(ItemReader).findOne({ partnershipId, itemId, userId })) throw new RuleError('already-reader', 'They may read it already.');
    const requests = this.database.rows(NamedReaderRequest);
    if (await requests.findOne({ partnershipId, itemId, userId, decision: null })) throw new RuleError('already-asked', 'This was asked already, and waits for a colleague.');
    if (!(await this.#hasSecondPerson(item, userId))) {
      throw new RuleError('no-second-person', 'Nobody else of your agency could confirm it. Ask your administrator to make a colleague a victim safety lead or an information governance lead.');
    }
    const id = v7();
    const { ownerAgencyId: agencyId, caseId, subjectId, category } = item;
    requests.insert({ id, partnershipId, itemId, agencyId, caseId, subjectId, category, userId, askedBy: caller().userId, why: await this.sealer.seal(item.subjectId, whyPlace('named_reader_request', id), why) });
    await this.database.em.flush();
    await this.audit.record({ action: 'changed', kind: 'marking', ids: [itemId, id], subjectId: item.subjectId });
    const passage = await this.gate.toSecondPeople({ way: 'notice', partnershipId, caseId, itemId }, { agencyId, never: [caller().userId, userId] });
    await this.host.notify({ kind: 'reader-asked', recordId: id, passage });
    return id;
  }

  async remove(itemId: string, readerId: string): Promise<void> {
    const item = await this.#own(itemId);
    const rows = this.database.rows(ItemReader);
    rows.remove(await rows.get({ partnershipId: item.partnershipId, itemId, id: readerId }));
    await this.database.em.flush();
    await this.audit.record({ action: 'changed', kind: 'marking', ids: [itemId, readerId], subjectId: item.subjectId });
  }

  async #keepReading({ partnershipId, id: itemId, marking }: StoredItem): Promise<void> {
    const { roles, userId } = caller();
    if (marking !== 'none' || roles.includes('victim-safety')) return;
    const rows = this.database.rows(ItemReader);
    if ((await rows.findOne({ partnershipId, itemId, userId })) === null) rows.insert({ partnershipId, itemId, userId });
    await this.database.em.flush();
  }

  /** Whether anybody but the one who asks, and the one who is asked for, could confirm it: as they can who look after victims' safety or govern information, and named readers of the agency. */
  async #hasSecondPerson({ partnershipId, id, ownerAgencyId }: StoredItem, userId: string): Promise<boolean> {
    const found = await this.database.em.execute<unknown[]>(
      `select 1 from membership_projection m
        where m.partnership_id = ? and m.agency_id = ? and m.active and m.user_id not in (?, ?)
          and (jsonb_exists(m.roles, '${GOVERNS}') or (jsonb_exists_any(m.roles, ?::text[])
            and (jsonb_exists(m.roles, '${VICTIM_SAFETY_ROLE}') or exists (select from item_reader r where r.partnership_id = m.partnership_id and r.item_id = ? and r.user_id = m.user_id))))
        limit 1`,
      [partnershipId, ownerAgencyId, caller().userId, userId, `{${SHARING_ROLES.join(',')}}`, id],
    );
    return found.length > 0;
  }

  async #own(itemId: string): Promise<StoredItem> {
    const question = this.sharing.question(caller());
    const [found] = await this.sharing.items(StoredItem, question, { where: sql`i.id = ${itemId}::uuid and i.owner_agency_id = ${question.agencyId}::uuid`, orderBy: sql`i.id`, limit: 1 });
    if (found === undefined) throw new NotFoundError('item');
    return this.database.rows(StoredItem).get({ partnershipId: question.partnershipId, id: found.item.id });
  }
}
