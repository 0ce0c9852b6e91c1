import {
  beginNomination,
  discardNominationDraft,
  findPeopleLikeNominated,
  listNominationDrafts,
  readNominationDraft,
  saveNominationDraft,
  submitNomination,
} from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { Case } from '../cases/case.entity.js';
import { Forum } from '../forums/forum.entity.js';
import { PeopleSearch } from '../people/people-search.js';
import type { NominationDraft } from './nomination-draft.entity.js';
import { NominationDrafts } from './nomination-drafts.js';
import { NominationSubmission } from './nomination-submission.js';

/** Any member of the partnership may nominate; a draft is its author's alone. */
@Controller()
export class NominationsController {
  constructor(
    private readonly database: Database,
    private readonly drafts: NominationDrafts,
    private readonly submission: NominationSubmission,
    private readonly search: PeopleSearch,
  ) {}

  @Endpoint(beginNomination, { roles: ['practitioner', 'coordinator', 'manager'] })
  async begin(@Input() { body }: InputOf<typeof beginNomination>): Promise<OutputOf<typeof beginNomination>> {
    return this.view(await this.drafts.begin(body.forumCode));
  }

  @Endpoint(listNominationDrafts, 'signed-in')
  async list(@Input() { query }: InputOf<typeof listNominationDrafts>): Promise<OutputOf<typeof listNominationDrafts>> {
    const page = await this.drafts.mine(query);
    const items = await Promise.all(page.items.map((draft) => this.view(draft)));
    return { items: items.map(({ id, forumCode, forumName, startedAt, savedAt, expiresAt, missing }) => ({ id, forumCode, forumName, startedAt, savedAt, expiresAt, missing })), next: page.next };
  }

  @Endpoint(readNominationDraft, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readNominationDraft>): Promise<OutputOf<typeof readNominationDraft>> {
    return this.view(await this.drafts.get(params.draftId));
  }

  @Endpoint(saveNominationDraft, 'signed-in')
  async save(@Input() { params, body }: InputOf<typeof saveNominationDraft>): Promise<OutputOf<typeof saveNominationDraft>> {
    const draft = await this.drafts.get(params.draftId);
    await this.drafts.save(draft, body.version, body.answers);
    return this.view(draft);
  }

  @Endpoint(findPeopleLikeNominated, 'signed-in')
  async findPeople(@Input() { params }: InputOf<typeof findPeopleLikeNominated>): Promise<OutputOf<typeof findPeopleLikeNominated>> {
    const draft = await this.drafts.get(params.draftId);
    this.drafts.refuseSent(draft);
    const { person } = await this.drafts.answersOf(draft);
    if (person === undefined) throw new RuleError('person-missing', 'Write first whom the nomination is about.');
    const items = await this.search.find({ name: `${person.givenName} ${person.familyName}`, dateOfBirth: person.dateOfBirth });
    await this.drafts.looked(draft, person);
    return { version: draft.version, items };
  }

  @Endpoint(discardNominationDraft, 'signed-in')
  async discard(@Input() { params }: InputOf<typeof discardNominationDraft>): Promise<OutputOf<typeof discardNominationDraft>> {
    await this.drafts.discard(await this.drafts.get(params.draftId));
    return { discarded: true };
  }

  @Endpoint(submitNomination, { roles: ['practitioner', 'coordinator', 'manager'] })
  async submit(@Input() { params, body }: InputOf<typeof submitNomination>): Promise<OutputOf<typeof submitNomination>> {
    return this.submission.submit(await this.drafts.get(params.draftId), body.version);
  }

  private async view(draft: NominationDraft): Promise<OutputOf<typeof readNominationDraft>> {
    const { partnershipId } = caller();
    const [answers, forum] = await Promise.all([
      this.drafts.answersOf(draft),
      this.database.rows(Forum).get({ partnershipId, code: draft.forumCode }),
    ]);
    return {
      id: draft.id,
      version: draft.version,
      forumCode: draft.forumCode,
      forumName: forum.name,
      startedAt: draft.createdAt.toISOString(),
      savedAt: draft.savedAt.toISOString(),
      expiresAt: draft.expiresAt.toISOString(),
      answers,
      missing: await this.drafts.missingOf(draft, answers),
      sent: await this.sent(draft),
    };
  }

  private async sent({ partnershipId, submittedCaseId }: NominationDraft): Promise<OutputOf<typeof readNominationDraft>['sent']> {
    if (submittedCaseId === null) return null;
    const { id, reference } = await this.database.rows(Case).get({ partnershipId, id: submittedCaseId });
    return { caseId: id, reference };
  }
}
