import type { OutputOf, simulatorRoutes } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { decide, purposeOf } from '../policy/decide.js';
import { explain, type Explanation } from '../policy/explain.js';
import { instantOf } from '../policy/time.js';
import type { Action } from '../policy/vocabulary.js';
import type { SharingWorld } from '../policy/world.js';
import { asAt, AS_NOW, rowsThatBear } from '../receipts/rows-that-bear.js';
import { worldOfRows } from '../receipts/world-of-rows.js';
import { RegistryContact } from '../service/registry-contact.js';
import { SimulatedItems } from './simulated-items.js';
import { Tellings } from './tellings.js';

type Simulation = OutputOf<ReturnType<typeof simulatorRoutes>['answer']>;

/** Whether a membership could do something with an item at a time. */
export interface Asked {
  itemId: string;
  membershipId: string;
  action: Action;
  /** Null: now. */
  at: Date | null;
}

interface Member {
  user_id: string;
  agency_id: string;
}

/** Asks the policy in memory for another user, at any time, on the rows as they were then, and tells each rule that it tried. */
@Injectable()
export class Simulator {
  constructor(
    private readonly database: Database,
    private readonly items: SimulatedItems,
    private readonly tellings: Tellings,
    private readonly contact: RegistryContact,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFoundError for an item that the caller may not ask about, or a member of staff whom the partnership does not have */
  async answer({ itemId, membershipId, action, at: time }: Asked): Promise<Simulation> {
    const item = await this.items.one(itemId);
    const { partnershipId } = caller();
    const [member] = await this.database.em.execute<Member[]>('select user_id, agency_id from membership_projection where partnership_id = ? and id = ?', [partnershipId, membershipId]);
    if (member === undefined) throw new NotFoundError('member of staff');
    const now = this.database.clock.now();
    const at = time ?? now;
    const past = at < now;
    const ownAlone = !past && !(await this.contact.now()).hears;
    const reading = { partnershipId, userId: member.user_id, membershipId, itemId, caseId: item.caseId };
    const world = standing(worldOfRows(await rowsThatBear(this.database, reading, past ? asAt(at) : AS_NOW, null)), ownAlone);
    const told = this.#explain(world, { user: member.user_id, item: itemId, action, at });
    await this.audit.record({ action: 'viewed', kind: 'simulation', ids: [itemId, membershipId] });
    return {
      item,
      asked: { membershipId, userId: member.user_id, agencyId: member.agency_id, action, at: at.toISOString() },
      purpose: told?.purpose ?? '',
      world: past ? 'then' : 'now',
      ownAlone,
      tried: told === null ? null : await this.tellings.tell(told.explanation, { item, agencyId: member.agency_id }),
    };
  }

  #explain(world: SharingWorld, { user, item, action, at }: { user: string; item: string; action: Action; at: Date }): { explanation: Explanation; purpose: string } | null {
    const purpose = purposeOf(world, item);
    if (purpose === undefined) return null;
    const question = { user, action, item, purpose, at: instantOf(at) };
    const explanation = explain(world, question);
    if (explanation === null) return null;
    // What is told is the decision itself, or nothing.
    if (JSON.stringify(explanation.answer) !== JSON.stringify(decide(world, question))) throw new Error('The explanation of a decision differs from it');
    return { explanation, purpose };
  }
}

/** What counts while the service does not hear from the registry: what an agency owns, alone. */
function standing(world: SharingWorld, ownAlone: boolean): SharingWorld {
  return ownAlone ? { ...world, agreements: [], disclosures: [] } : world;
}
