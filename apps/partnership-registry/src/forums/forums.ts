import { addForum, changeForum, ForumChanged, listForums, type Forum as Shown } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { refuseAges } from '../ages.js';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { Forum } from './forum.entity.js';

type Details = Omit<InputOf<typeof addForum>['body'], 'code' | 'referencePrefix'>;

@Injectable()
export class Forums {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
  ) {}

  async page(partnershipId: string, { ended, after, size }: InputOf<typeof listForums>['query']): Promise<Page<Forum>> {
    return this.database.rows(Forum).page({ partnershipId, active: !ended }, { order: [{ name: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, forumId: string): Promise<Forum> {
    return this.database.rows(Forum).get({ partnershipId, id: forumId });
  }

  /** @throws RuleError `code-taken`, `prefix-taken` */
  async add(partnershipId: string, { code, referencePrefix, ...details }: InputOf<typeof addForum>['body']): Promise<Forum> {
    const rows = this.database.rows(Forum);
    await this.#check(partnershipId, details);
    if (await rows.findOne({ partnershipId, code })) throw new RuleError('code-taken', 'Another forum has this code');
    if (await rows.findOne({ partnershipId, referencePrefix })) throw new RuleError('prefix-taken', 'Another forum’s references begin with these letters');
    const forum = rows.insert({ partnershipId, code, referencePrefix, ...settled(details), active: true });
    await this.#tell(forum);
    return forum;
  }

  async change(partnershipId: string, forumId: string, body: InputOf<typeof changeForum>['body']): Promise<Forum> {
    const { version, active, ...details } = body;
    const forum = await this.get(partnershipId, forumId);
    await this.#check(partnershipId, details, forum);
    await this.database.rows(Forum).change(forum, version, { ...settled(details), active });
    await this.#tell(forum);
    return forum;
  }

  async #check(partnershipId: string, details: Details, known?: Forum): Promise<void> {
    refuseAges(details);
    const codes = details.criteria.map(({ code }) => code);
    if (new Set(codes).size !== codes.length) throw new InvalidInputError([{ path: 'body.criteria', message: 'Two criteria have the same code' }]);
    await this.lists.demand(partnershipId, 'purposes', details.purpose, 'body.purpose', known?.purpose);
    await this.places.demand(partnershipId, [details.ownerAgencyId], 'body.ownerAgencyId', known ? [known.ownerAgencyId] : []);
    await this.places.demand(partnershipId, details.coreAgencyIds, 'body.coreAgencyIds', known?.coreAgencyIds);
  }

  async #tell(forum: Forum): Promise<void> {
    const { id, version } = forum;
    await this.outbox.publish(ForumChanged, {
      aggregateId: id,
      version,
      payload: {
        code: forum.code,
        name: forum.name,
        referencePrefix: forum.referencePrefix,
        purpose: forum.purpose,
        subjectKinds: forum.subjectKinds,
        minimumAge: forum.minimumAge,
        maximumAge: forum.maximumAge,
        criteria: forum.criteria,
        ownerAgencyId: forum.ownerAgencyId,
        coreAgencyIds: forum.coreAgencyIds,
        agendaDays: forum.agendaDays,
        active: forum.active,
      },
    });
  }
}

const settled = (details: Details): Details => ({
  ...details,
  subjectKinds: [...new Set(details.subjectKinds)],
  coreAgencyIds: [...new Set(details.coreAgencyIds)],
});

export const shownForum = (forum: Forum): Shown => ({
  id: forum.id,
  code: forum.code,
  referencePrefix: forum.referencePrefix,
  name: forum.name,
  purpose: forum.purpose,
  subjectKinds: forum.subjectKinds,
  minimumAge: forum.minimumAge,
  maximumAge: forum.maximumAge,
  criteria: forum.criteria,
  ownerAgencyId: forum.ownerAgencyId,
  coreAgencyIds: forum.coreAgencyIds,
  agendaDays: forum.agendaDays,
  active: forum.active,
  version: forum.version,
  updatedAt: forum.updatedAt.toISOString(),
});
