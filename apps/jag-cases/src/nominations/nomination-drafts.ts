import { nominationAnswers, type NominationAnswers, type NominationStep } from '@concordat/contracts-jag-cases';
import { caller } from '@concordat/platform-auth';
import { InvalidInputError, NotFoundError, RuleError } from '@concordat/platform-errors';
import { Clock, Database, Sealer, SubjectKeys, type Page } from '@concordat/platform-persistence';
import { instantOf } from '@concordat/sharing';
import { Injectable, Logger } from '@nestjs/common';
import { v7 } from 'uuid';
import { Forum } from '../forums/forum.entity.js';
import { faultOfConsent, isSought, missingSteps, type Sought } from './missing-steps.js';
import { answersPlace, lookedForPlace, NominationDraft } from './nomination-draft.entity.js';

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
      id, partnershipId, authorUserId: userId, agencyId, forumCode, answers, lookedFor: null, savedAt: now, expiresAt, submittedCaseId: null,
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

  /** Steps without an acceptable answer yet. */
  async missingOf(draft: NominationDraft, answers: NominationAnswers): Promise<NominationStep[]> {
    return missingSteps({ answers, lookedFor: await this.lookedFor(draft), now: instantOf(this.clock.now()) });
  }

  /** Notes that the known people like this one were looked at: until somebody else is written, that need not be done again. */
  async looked(draft: NominationDraft, { givenName, familyName, dateOfBirth }: Sought): Promise<void> {
    const person = { givenName, familyName, dateOfBirth };
    const before = await this.lookedFor(draft);
    if (before !== null && isSought(person, before)) return;
    const lookedFor = await this.sealer.seal(draft.id, lookedForPlace(draft.id), person);
    await this.database.rows(NominationDraft).change(draft, draft.version, { lookedFor });
  }

  /**
   * Keeps the steps that are given, and those that were there.
   *
   * @throws InvalidInputError for a consent that its giver cannot decide
   * @throws StaleVersionError
   */
  async save(draft: NominationDraft, seenVersion: number, given: NominationAnswers): Promise<void> {
    this.refuseSent(draft);
    const answers = { ...(await this.answersOf(draft)), ...given };
    if (given.sharing !== undefined) this.refuseConsent(given.sharing, answers.person);
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

  private async lookedFor(draft: NominationDraft): Promise<Sought | null> {
    return draft.lookedFor === null ? null : this.sealer.open<Sought>(draft.id, lookedForPlace(draft.id), draft.lookedFor);
  }

  private refuseConsent(sharing: NonNullable<NominationAnswers['sharing']>, person: NominationAnswers['person']): void {
    const fault = faultOfConsent(sharing, person, instantOf(this.clock.now()));
    if (fault !== null) throw new InvalidInputError([{ path: `body.answers.sharing.${fault.field}`, message: fault.message }]);
  }

  refuseSent(draft: NominationDraft): void {
    if (draft.submittedCaseId !== null) throw new RuleError('nomination-sent', 'You have already sent this nomination. Open the case to see where it stands.');
  }
}
