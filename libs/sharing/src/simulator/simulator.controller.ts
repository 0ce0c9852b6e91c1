import { simulatorRoutes, type CaseService, type InputOf, type OutputOf, type Role } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller, type Type } from '@nestjs/common';
import { SimulatedItems } from './simulated-items.js';
import { Simulator } from './simulator.js';

const ASKS = { roles: ['information-governance'] } as const;

/** Who could see what, and why, for information governance users. */
export function simulatorController(service: CaseService): Type {
  const routes = simulatorRoutes(service);

  @Controller()
  class SimulatorController {
    constructor(
      private readonly database: Database,
      private readonly items: SimulatedItems,
      private readonly simulator: Simulator,
    ) {}

    @Endpoint(routes.items, ASKS)
    async onCase(@Input() { query }: InputOf<typeof routes.items>): Promise<OutputOf<typeof routes.items>> {
      return { items: await this.items.onCase(query.reference) };
    }

    @Endpoint(routes.people, ASKS)
    async people(@Input() { params }: InputOf<typeof routes.people>): Promise<OutputOf<typeof routes.people>> {
      const item = await this.items.one(params.itemId);
      const members = await this.database.em.execute<{ id: string; user_id: string; agency_id: string; roles: Role[]; active: boolean }[]>(
        'select id, user_id, agency_id, roles, active from membership_projection where partnership_id = ? order by agency_id, user_id, id', [caller().partnershipId],
      );
      return { item, people: members.map((row) => ({ membershipId: row.id, userId: row.user_id, agencyId: row.agency_id, roles: row.roles, active: row.active })) };
    }

    @Endpoint(routes.answer, ASKS)
    async answer(@Input() { params, query }: InputOf<typeof routes.answer>): Promise<OutputOf<typeof routes.answer>> {
      return this.simulator.answer({ itemId: params.itemId, membershipId: query.membershipId, action: query.action, at: query.at === undefined ? null : new Date(query.at) });
    }
  }

  return SimulatorController;
}
