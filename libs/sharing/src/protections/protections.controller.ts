import { protectionRoutes, type CaseService, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { ItemReading } from '../items/item-reading.js';
import { PeopleNamed } from '../items/people-named.js';
import { sql } from '../query/sql.js';
import { Conflicts } from './conflicts.js';
import { Exclusions } from './exclusions.js';
import { KeptCases } from './kept-cases.js';
import { Markings } from './markings.js';
import { NearMatches } from './near-matches.js';
import { EXCLUDES, holdsOne, KEEPS_REGISTER, OwnedCases, type OwnedCase } from './owned-cases.js';
import { ReaderRequests } from './reader-requests.js';
import { Register } from './register.js';

const OWNERS = { roles: ['practitioner', 'coordinator', 'manager', 'victim-safety', 'information-governance'] } as const;
const KEEPERS = { roles: KEEPS_REGISTER } as const;
const SHARERS = { roles: ['practitioner', 'coordinator', 'manager'] } as const;

/** Who is kept from what, and who may say so. */
export function protectionsController(service: CaseService): Type {
  const routes = protectionRoutes(service);

  @Controller()
  class ProtectionsController {
    constructor(
      private readonly cases: OwnedCases,
      private readonly register: Register,
      private readonly matches: NearMatches,
      private readonly exclusions: Exclusions,
      private readonly markings: Markings,
      private readonly readers: ReaderRequests,
      private readonly conflicts: Conflicts,
      private readonly items: ItemReading,
      private readonly named: PeopleNamed,
      private readonly kept: KeptCases,
    ) {}

    @Endpoint(routes.kept, KEEPERS)
    async listKept(@Input() { query }: InputOf<typeof routes.kept>): Promise<OutputOf<typeof routes.kept>> {
      return this.kept.page(query);
    }

    @Endpoint(routes.read, OWNERS)
    async read(@Input() { params }: InputOf<typeof routes.read>): Promise<OutputOf<typeof routes.read>> {
      const owned = await this.cases.open(params.caseId);
      const may = { register: holdsOne(KEEPS_REGISTER), exclude: holdsOne(EXCLUDES) };
      if (may.register) await this.matches.look(owned.partnershipId);
      return {
        caseId: owned.id,
        reference: await this.cases.reference(owned),
        people: await this.#people(owned),
        staff: may.exclude ? await this.cases.staff() : [],
        register: may.register ? await this.register.of(owned) : [],
        nearMatches: may.register ? await this.register.openMatches(owned) : [],
        exclusions: may.exclude ? await this.exclusions.of(owned) : [],
        items: await this.#items(owned),
        may,
      };
    }

    async #people({ id, subjectIds }: OwnedCase): Promise<OutputOf<typeof routes.read>['people']> {
      const named = await this.named.of([id]);
      return subjectIds.map((subjectId) => {
        const { name, why } = named(id, subjectId);
        return { subjectId, name, why };
      });
    }

    async #items({ id, ownerAgencyId }: OwnedCase): Promise<OutputOf<typeof routes.read>['items']> {
      const own = await this.items.read(sql`i.case_id = ${id}::uuid and i.owner_agency_id = ${ownerAgencyId}::uuid`);
      return own.map(({ item, fields }) => ({
        id: item.id, category: item.category, fields: Object.keys(fields), marking: item.marking, existenceShown: item.existenceShown, addedAt: item.createdAt.toISOString(),
      }));
    }

    @Endpoint(routes.addToRegister, KEEPERS)
    async addToRegister(@Input() { params, body }: InputOf<typeof routes.addToRegister>): Promise<OutputOf<typeof routes.addToRegister>> {
      return this.register.add(await this.cases.openAs(params.caseId, KEEPS_REGISTER, 'change the register'), body);
    }

    @Endpoint(routes.endInRegister, KEEPERS)
    async endInRegister(@Input() { params, body }: InputOf<typeof routes.endInRegister>): Promise<OutputOf<typeof routes.endInRegister>> {
      await this.register.end(await this.cases.openAs(params.caseId, KEEPS_REGISTER, 'change the register'), params.entryId, body.version, body.why);
      return { id: params.entryId };
    }

    @Endpoint(routes.answerNearMatch, KEEPERS)
    async answerNearMatch(@Input() { params, body }: InputOf<typeof routes.answerNearMatch>): Promise<OutputOf<typeof routes.answerNearMatch>> {
      await this.register.answer(await this.cases.openAs(params.caseId, KEEPS_REGISTER, 'change the register'), params.matchId, body.version, body.keepFrom);
      return { id: params.matchId };
    }

    @Endpoint(routes.exclude, OWNERS)
    async exclude(@Input() { params, body }: InputOf<typeof routes.exclude>): Promise<OutputOf<typeof routes.exclude>> {
      return { id: await this.exclusions.add(await this.cases.openAs(params.caseId, EXCLUDES, 'keep somebody from a case'), body.userId, body.why) };
    }

    @Endpoint(routes.endExclusion, OWNERS)
    async endExclusion(@Input() { params }: InputOf<typeof routes.endExclusion>): Promise<OutputOf<typeof routes.endExclusion>> {
      await this.exclusions.end(await this.cases.openAs(params.caseId, EXCLUDES, 'let somebody see a case again'), params.exclusionId);
      return { id: params.exclusionId };
    }

    @Endpoint(routes.readItem, OWNERS)
    async readItem(@Input() { params }: InputOf<typeof routes.readItem>): Promise<OutputOf<typeof routes.readItem>> {
      return { ...(await this.markings.of(params.itemId)), staff: await this.cases.staff() };
    }

    @Endpoint(routes.mark, OWNERS)
    async mark(@Input() { params, body }: InputOf<typeof routes.mark>): Promise<OutputOf<typeof routes.mark>> {
      const { id, version } = await this.markings.mark(params.itemId, body.version, body);
      return { id, version };
    }

    @Endpoint(routes.askForReader, OWNERS)
    async askForReader(@Input() { params, body }: InputOf<typeof routes.askForReader>): Promise<OutputOf<typeof routes.askForReader>> {
      return { id: await this.markings.ask(params.itemId, body.userId, body.why) };
    }

    @Endpoint(routes.waitingReaders, OWNERS)
    async waitingReaders(): Promise<OutputOf<typeof routes.waitingReaders>> {
      return { items: await this.readers.waiting() };
    }

    @Endpoint(routes.decideReader, OWNERS)
    async decideReader(@Input() { params, body }: InputOf<typeof routes.decideReader>): Promise<OutputOf<typeof routes.decideReader>> {
      await this.readers.decide(params.itemId, params.requestId, body.version, body.decision);
      return { id: params.requestId };
    }

    @Endpoint(routes.removeReader, OWNERS)
    async removeReader(@Input() { params }: InputOf<typeof routes.removeReader>): Promise<OutputOf<typeof routes.removeReader>> {
      await this.markings.remove(params.itemId, params.readerId);
      return { id: params.readerId };
    }

    @Endpoint(routes.declareConflict, SHARERS)
    async declareConflict(@Input() { params, body }: InputOf<typeof routes.declareConflict>): Promise<OutputOf<typeof routes.declareConflict>> {
      return { declared: await this.conflicts.declare(params.caseId, body.subjectIds) };
    }

    @Endpoint(routes.myConflicts, 'signed-in')
    async myConflicts(): Promise<OutputOf<typeof routes.myConflicts>> {
      const items = await this.conflicts.mine();
      return { items: items.map(({ id, version, createdAt, caseReference }) => ({ id, version, since: createdAt.toISOString(), caseReference })) };
    }

    @Endpoint(routes.withdrawConflict, 'signed-in')
    async withdrawConflict(@Input() { params, body }: InputOf<typeof routes.withdrawConflict>): Promise<OutputOf<typeof routes.withdrawConflict>> {
      await this.conflicts.withdraw(params.conflictId, body.version, body.why);
      return { id: params.conflictId };
    }
  }

  return ProtectionsController;
}
