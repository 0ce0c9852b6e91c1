import { emergencyRoutes, type CasePath, type EmergencyRoutes, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { ItemReading } from '../items/item-reading.js';
import { SHARING_ROLES } from '../policy/vocabulary.js';
import { sql } from '../query/sql.js';
import { EmergencyAccesses, type KnownAccess } from './emergency-accesses.js';
import { EmergencyOpening } from './emergency-opening.js';

type In<Name extends keyof EmergencyRoutes> = InputOf<EmergencyRoutes[Name]>;
type Out<Name extends keyof EmergencyRoutes> = Promise<OutputOf<EmergencyRoutes[Name]>>;

/** Emergency access to the cases of one service. */
export function emergenciesController(place: Pick<CasePath, 'service'>): Type {
  const routes = emergencyRoutes(place);

  @Controller()
  class EmergenciesController {
    constructor(
      private readonly opening: EmergencyOpening,
      private readonly accesses: EmergencyAccesses,
      private readonly items: ItemReading,
    ) {}

    @Endpoint(routes.open, { roles: SHARING_ROLES })
    async open(@Input() { body }: In<'open'>): Out<'open'> {
      const access = await this.opening.open(body);
      return access ? { outcome: 'opened', id: access.id } : { outcome: 'not-found', id: null };
    }

    @Endpoint(routes.list, 'signed-in')
    async list(@Input() { query }: In<'list'>): Out<'list'> {
      return { items: await this.accesses.all(query.review === 'open'), leftToday: await this.opening.leftToday(caller().userId) };
    }

    @Endpoint(routes.read, 'signed-in')
    async read(@Input() { params }: In<'read'>): Out<'read'> {
      const known = await this.accesses.one(params.accessId);
      return { ...known.view, items: known.view.mine && known.view.open ? await this.#opened(known) : [] };
    }

    @Endpoint(routes.end, 'signed-in')
    async end(@Input() { params, body }: In<'end'>): Out<'end'> {
      const { id, version } = await this.accesses.end(params.accessId, body.version);
      return { id, version };
    }

    @Endpoint(routes.review, { roles: ['manager', 'information-governance'] })
    async review(@Input() { params, body }: In<'review'>): Out<'review'> {
      const { id, version } = await this.accesses.review(params.accessId, body.version, body.outcome, body.note);
      return { id, version };
    }

    /** What these disclosures open, as the policy decides it now. */
    async #opened({ access }: KnownAccess): Promise<Awaited<Out<'read'>>['items']> {
      const reasons = new Set(access.disclosureIds.map((id) => `disclosure:${id}`));
      const read = await this.items.read(sql`i.case_id = ${access.caseId}::uuid and i.subject_id = ${access.subjectId}::uuid`);
      return read
        .filter((one) => one.reasons.some((reason) => reasons.has(reason)))
        .map(({ item, fields }) => ({ id: item.id, category: item.category, ownerAgencyId: item.ownerAgencyId, fields, addedAt: item.createdAt.toISOString() }));
    }
  }

  return EmergenciesController;
}
