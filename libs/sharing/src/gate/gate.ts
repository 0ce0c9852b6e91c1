import { PLAN_FIELDS, type AllegedGiver, type EventDefinition, type KeptFrom, type ServiceName } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Outbox, SealedMessages } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { VICTIM_SAFETY_ROLE } from '../policy/vocabulary.js';
import { GOVERNS, KEEPS_REGISTER } from '../protections/owned-cases.js';
import { notBarred, recordCondition } from '../query/conditions.js';
import { name, sql, type Sql } from '../query/sql.js';
import { pass, type Leaving, type Passage } from './passage.js';
import { againstPlan, type PlannedContact } from './plan-fields.js';
import { SafeContactPlans } from './safe-contact-plans.js';

/** Whom a notice is meant for: people, or those who hold a role in an agency. */
export type Audience = { userIds: readonly string[] } | { agencyIds: readonly string[]; roles: readonly string[] };

/** Who of a person's register must never learn of them now: everybody else may be told that somebody asks. */
export interface NeverTo {
  agencyIds: readonly string[];
  userIds: readonly string[];
}

/** Those of an agency who are told of what it holds. */
export interface Holders {
  agencyId: string;
  roles: readonly string[];
  /** Besides those roles. */
  also: readonly string[];
  never: readonly string[];
}

/**
 * The one gate by which anything about a person leaves for a person or partner: it asks the must-not-receive register,
 * the policy, and the plan for safe contact. A user passes who may see the case, and the item if there is one; an agency
 * that the register does not name; the person themselves, once the plan for contact was read.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly messages: SealedMessages,
    private readonly plans: SafeContactPlans,
  ) {}

  /** Those of the audience to whom it may go, never the one who did it; one statement however many they are. */
  async toUsers(leaving: Leaving, audience: Audience): Promise<Passage<readonly string[]>> {
    await this.database.em.flush();
    const { partnershipId, caseId, itemId } = leaving;
    const at = this.database.clock.now().toISOString();
    const meant =
      'userIds' in audience
        ? sql`m.user_id = any (${arrayOf(audience.userIds)}::uuid[])`
        : sql`m.agency_id = any (${arrayOf(audience.agencyIds)}::uuid[])
              and exists (select from jsonb_array_elements_text(m.roles) held where held = any (${arrayOf(audience.roles)}::text[]))`;
    const shows = (kind: string, id: string): Sql => sql`${name(`sharing_shows_${kind}`)}(m.id, m.user_id, m.agency_id, ${at}::timestamptz, 'read', ${id}::uuid)`;
    const { text, values } = sql`
      select distinct m.user_id from membership_projection m
       where m.partnership_id = ${partnershipId}::uuid and m.active and ${meant} and m.user_id is distinct from ${this.database.scope.userId}::uuid
         and ${shows('case', caseId)} and ${itemId === undefined ? sql`true` : shows('item', itemId)}
       order by 1`;
    const rows = await this.database.em.execute<{ user_id: string }[]>(text, [...values]);
    return pass(leaving, rows.map((row) => row.user_id));
  }

  /** Those of the case's owner who keep its register, and are not in it themselves: also information governance users, to whom the frame is not shown. */
  async toKeepers(leaving: Leaving): Promise<Passage<readonly string[]>> {
    const { text, values } = sql`
      select distinct m.user_id from sharing_case c
        join membership_projection m on m.partnership_id = c.partnership_id and m.agency_id = c.owner_agency_id and m.active
       cross join sharing_reader(m.partnership_id, m.id, m.user_id, m.agency_id, ${this.database.clock.now().toISOString()}::timestamptz, 'read') me
       where c.partnership_id = ${leaving.partnershipId}::uuid and c.id = ${leaving.caseId}::uuid and me.active
         and exists (select from jsonb_array_elements_text(m.roles) held where held = any (${arrayOf(KEEPS_REGISTER)}::text[]))
         and ${notBarred(sql`c.id`)}
       order by 1`;
    const rows = await this.database.em.execute<{ user_id: string }[]>(text, [...values]);
    return pass(leaving, rows.map((row) => row.user_id));
  }

  /** Those of the agencies that a record about sharing names, who may know of it: never the one who made it. */
  async toNamed(leaving: Leaving, { agencyIds, roles, userId = null }: { agencyIds: readonly string[]; roles: readonly string[]; userId?: string | null }): Promise<Passage<readonly string[]>> {
    await this.database.em.flush();
    const reader = sql`sharing_reader(m.partnership_id, m.id, m.user_id, m.agency_id, ${this.database.clock.now().toISOString()}::timestamptz, 'read') me`;
    const { text, values } = sql`
      select distinct m.user_id
        from membership_projection m join sharing_case c on c.partnership_id = m.partnership_id and c.id = ${leaving.caseId}::uuid
       where m.partnership_id = ${leaving.partnershipId}::uuid and m.active and m.agency_id = any (${arrayOf(agencyIds)}::uuid[])
         and jsonb_exists_any(m.roles, ${arrayOf(roles)}::text[]) and (${userId}::uuid is null or m.user_id = ${userId}::uuid)
         and m.user_id is distinct from ${this.database.scope.userId}::uuid
         and ${recordCondition(reader, 'c', sql`${arrayOf(agencyIds)}::uuid[]`)}
       order by 1`;
    const rows = await this.database.em.execute<{ user_id: string }[]>(text, [...values]);
    return pass(leaving, rows.map((row) => row.user_id));
  }

  /**
   * An agency as a whole, as by a referral to one of its services.
   *
   * @throws RuleError `cannot-be-sent` when the agency must never learn of somebody of the case: it says no more than that
   */
  async toAgency(leaving: Leaving, agencyId: string): Promise<Passage<string>> {
    const now = this.database.clock.now();
    const barred = await this.database.em.execute<unknown[]>(
      `select 1 from must_not_receive n join case_subject s on s.partnership_id = n.partnership_id and s.subject_id = n.subject_id
        where n.partnership_id = ? and s.case_id = ? and n.agency_id = ? and n.from_at <= ? and (n.to_at is null or ? < n.to_at) limit 1`,
      [leaving.partnershipId, leaving.caseId, agencyId, now, now],
    );
    if (barred.length > 0) throw new RuleError('cannot-be-sent', 'This cannot be sent there. Ask an information governance lead of your agency.');
    return pass(leaving, agencyId);
  }

  /**
   * The person themselves. Where a plan for safe contact is kept it must have been read for this very contact, which
   * must be one that the plan calls safe.
   *
   * @param contact left out for what is handed to the person
   * @throws RuleError `safe-contact-unread`, `means-not-safe`, `time-not-safe`
   */
  async toPerson(leaving: Leaving, subjectId: string, planRead: boolean, contact?: PlannedContact): Promise<Passage<string>> {
    const plan = await this.database.em.execute<unknown[]>(
      `select 1 from sharing_history h
        where h.partnership_id = ? and h.kind = 'item' and h.about = ? and h.until is null
          and h.was ->> 'subject_id' = ? and h.was ->> 'category' = 'contact' and jsonb_exists_any(h.was -> 'fields', ?::text[]) limit 1`,
      [leaving.partnershipId, leaving.caseId, subjectId, arrayOf(PLAN_FIELDS)],
    );
    if (plan.length > 0 && !planRead) throw new RuleError('safe-contact-unread', 'Read how and when contact is safe before you make any.');
    if (plan.length > 0 && contact !== undefined) await this.#refuseUnsafe(leaving, subjectId, contact);
    return pass(leaving, subjectId);
  }

  async #refuseUnsafe(leaving: Leaving, subjectId: string, contact: PlannedContact): Promise<void> {
    // Agencies of a case may each have agreed one: what any of them calls unsafe is.
    const [against] = (await this.plans.all(leaving.caseId, subjectId)).flatMap(({ plan }) => againstPlan(plan, contact) ?? []);
    if (against === 'means') throw new RuleError('means-not-safe', 'Contact by this means is not safe. Use one that the plan for safe contact names.');
    if (against === 'time') throw new RuleError('time-not-safe', 'Contact at this time is not safe. The plan for safe contact says when it is.');
  }

  /** Those of an agency who may read what it holds, also where they see no case: to whom it is told that somebody asks about the person. */
  async toHolders(leaving: Leaving & { itemId: string }, { agencyId, roles, also, never }: Holders): Promise<Passage<readonly string[]>> {
    const { partnershipId, itemId } = leaving;
    const at = this.database.clock.now().toISOString();
    const { text, values } = sql`
      select distinct m.user_id from membership_projection m
       where m.partnership_id = ${partnershipId}::uuid and m.active and m.agency_id = ${agencyId}::uuid
         and (jsonb_exists_any(m.roles, ${arrayOf(roles)}::text[]) or m.user_id = any (${arrayOf(also)}::uuid[]))
         and m.user_id <> all (${arrayOf(never)}::uuid[])
         and sharing_shows_item(m.id, m.user_id, m.agency_id, ${at}::timestamptz, 'read', ${itemId}::uuid)
       order by 1`;
    const rows = await this.database.em.execute<{ user_id: string }[]>(text, [...values]);
    return pass(leaving, rows.map((row) => row.user_id));
  }

  /** Those of an item's owner who could be the second person to a reader of it: who govern information there, and who are let read it though it is marked. */
  async toSecondPeople(leaving: Leaving & { itemId: string }, { agencyId, never }: { agencyId: string; never: readonly string[] }): Promise<Passage<readonly string[]>> {
    await this.database.em.flush();
    const { partnershipId, caseId, itemId } = leaving;
    const at = this.database.clock.now().toISOString();
    const { text, values } = sql`
      select distinct m.user_id from membership_projection m
       cross join sharing_reader(m.partnership_id, m.id, m.user_id, m.agency_id, ${at}::timestamptz, 'read') me
       where m.partnership_id = ${partnershipId}::uuid and m.agency_id = ${agencyId}::uuid and m.active and m.user_id <> all (${arrayOf(never)}::uuid[])
         and me.active and ${notBarred(sql`${caseId}::uuid`)}
         and (jsonb_exists(m.roles, ${GOVERNS}::text)
           or ((jsonb_exists(m.roles, ${VICTIM_SAFETY_ROLE}::text) or exists (select from item_reader r where r.partnership_id = m.partnership_id and r.item_id = ${itemId}::uuid and r.user_id = m.user_id))
             and sharing_shows_item(m.id, m.user_id, m.agency_id, ${at}::timestamptz, 'read', ${itemId}::uuid)))
       order by 1`;
    const rows = await this.database.em.execute<{ user_id: string }[]>(text, [...values]);
    return pass(leaving, rows.map((row) => row.user_id));
  }

  /** Everybody who knows a person, but those of the person's register: they are named for the services that look for whoever knows them. */
  async toWhoeverKnows(leaving: Leaving, subjectId: string): Promise<Passage<NeverTo>> {
    const now = this.database.clock.now();
    const rows = await this.database.em.execute<{ user_id: string | null; agency_id: string | null }[]>(
      'select user_id, agency_id from must_not_receive where partnership_id = ? and subject_id = ? and from_at <= ? and (to_at is null or ? < to_at) order by id',
      [leaving.partnershipId, subjectId, now, now],
    );
    const named = (pick: (row: { user_id: string | null; agency_id: string | null }) => string | null): string[] => rows.map(pick).filter((one) => one !== null);
    return pass(leaving, { agencyIds: named((row) => row.agency_id), userIds: named((row) => row.user_id) });
  }

  /** Sends an event that tells those who passed; none where nobody did. */
  async publish<Payload extends z.ZodType>(
    passage: Passage<readonly string[] | string | NeverTo>,
    definition: EventDefinition<Payload>,
    event: { aggregateId: string; payload: z.input<Payload> },
  ): Promise<void> {
    if (Array.isArray(passage.to) && passage.to.length === 0) return;
    await this.outbox.publish(definition, event);
  }

  /** Encrypts for the service that knows a person too who is kept from them, or decides nothing for them. It closes and opens nothing, whomever it names. */
  async sealClosing(service: ServiceName, closing: KeptFrom | AllegedGiver): Promise<string> {
    return this.messages.sealFor(service, closing);
  }

  /** Encrypts what crosses to another service for an agency that passed. */
  async seal(_passage: Passage<string | NeverTo>, service: ServiceName, value: unknown): Promise<string> {
    return this.messages.sealFor(service, value);
  }
}

const arrayOf = (values: readonly string[]): string => `{${values.map((value) => JSON.stringify(value)).join(',')}}`;
