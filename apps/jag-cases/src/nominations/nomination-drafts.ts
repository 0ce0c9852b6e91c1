import { nominationAnswers, type NominationAnswers } from '@concordat/contracts-jag-cases';
import { caller } from '@concordat/platform-auth';
import { NotFoundError, RuleError } from '@concordat/platform-errors';
import { Clock, Database, Sealer, SubjectKeys, type Page } from '@concordat/platform-persistence';
import { Injectable, Logger } from '@nestjs/common';
import { v7 } from 'uuid';
import { Forum } from '../forums/forum.entity.js';
import { answersPlace, NominationDraft } from './nomination-draft.entity.js';

/** How long an unfinished nomination is kept. */
export const DRAFT_DAYS = 90;
const DAY = 86_400_000;

/** Unfinished nominations: each belongs to its author, and to nobody else it exists. */
@Injectable()
export class NominationDrafts {
  private readonly log = new Logger(NominationDrafts.name);

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly keys: SubjectKeys,
    private readonly clock: Clock,
  ) {}

  /** @throws RuleError `forum-unknown` */
  async begin(forumCode: string): Promise<NominationDraft> {
    const { partnershipId, userId, agencyId } = caller();
    const forum = await this.database.rows(Forum).findOne({ partnershipId, code: forumCode, active: true });
    if (!forum) throw new RuleError('forum-unknown', 'Choose a forum of your partnership.');
    const id = v7();
    const now = this.clock.now();
    await this.keys.create(id);
    const answers = await this.sealer.seal(id, answersPlace(id), {});
    const expiresAt = new Date(now.getTime() + DRAFT_DAYS * DAY);
    const draft = this.database.rows(NominationDraft).insert({
      id, partnershipId, authorUserId: userId, agencyId, forumCode, answers, savedAt: now, expiresAt, submittedCaseId: null,
    });
    await this.database.em.flush();
    return draft;
  }

  async mine(page: { after?: string | undefined; size: number }): Promise<Page<NominationDraft>> {
    const { partnershipId, userId } = caller();
    const where = { partnershipId, authorUserId: userId, submittedCaseId: null, expiresAt: { $gt: this.clock.now() } };
    return this.database.rows(NominationDraft).page(where, { order: [{ savedAt: 'desc' }, { id: 'desc' }], ...page });
  }

  /** @throws NotFoundError for another's draft, as for one that never was */
  async get(id: string): Promise<NominationDraft> {
    const { partnershipId, userId } = caller();
    const draft = await this.database.rows(NominationDraft).get({ partnershipId, id, authorUserId: userId });
    if (draft.submittedCaseId === null && draft.expiresAt <= this.clock.now()) throw new NotFoundError();
    return draft;
  }

  async answersOf(draft: NominationDraft): Promise<NominationAnswers> {
    return nominationAnswers.parse(await this.sealer.open(draft.id, answersPlace(draft.id), draft.answers));
  }

  /** Keeps the steps that are given, and those that were there. @throws StaleVersionError */
  async save(draft: NominationDraft, seenVersion: number, given: NominationAnswers): Promise<void> {
    this.refuseSent(draft);
    const answers = { ...(await this.answersOf(draft)), ...given };
    const sealed = await this.sealer.seal(draft.id, answersPlace(draft.id), answers);
    await this.database.rows(NominationDraft).change(draft, seenVersion, { answers: sealed, savedAt: this.clock.now() });
  }

  /** Removes a draft and destroys the key of what it held, its history included. */
  async discard(draft: NominationDraft): Promise<void> {
    this.refuseSent(draft);
    this.database.rows(NominationDraft).remove(draft);
    await this.database.em.flush();
    const { id } = draft;
    this.database.afterCommit(() => void this.keys.destroy(id).catch((error: unknown) => this.log.error(error)));
  }

  private refuseSent(draft: NominationDraft): void {
    if (draft.submittedCaseId !== null) throw new RuleError('nomination-sent', 'You have already sent this nomination. Open the case to see where it stands.');
  }
}
