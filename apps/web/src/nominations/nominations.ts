import { Injectable } from '@nestjs/common';
import { listForums, readNominationDraft, saveNominationDraft, type NominationAnswers, type NominationStep } from '@concordat/contracts-jag-cases';
import { Form, type ReadForm } from '../forms/form.js';
import { Elsewhere, redirect, type RedirectAnswer } from '../layout/answers.js';
import type { ChangeRow } from '../layout/changes.js';
import { Services } from '../services/services.js';
import type { Carried } from './carried.js';
import { addressOf, isFromCheck, personWords, type Draft, type Nomination } from './nomination.js';
import { pageAfter, stepName } from './steps.js';
import { rowsOf } from './words/answers-in-words.js';

/** Unfinished nominations: opened for one of their pages, and saved by it. */
@Injectable()
export class Nominations {
  constructor(private readonly services: Services) {}

  /**
   * The nomination for one of its pages. One that is sent leads to its confirmation, and every other step to the
   * question about danger until that is answered.
   *
   * @throws NotFoundError for another's draft, as for one that never was
   */
  async open(draftId: string, query: unknown, step?: NominationStep): Promise<Nomination> {
    const [draft, forums] = await Promise.all([this.read(draftId), this.services.call(listForums, {})]);
    if (draft.sent !== null) throw new Elsewhere(`/nominations/${draft.id}/sent`);
    const forum = forums.items.find(({ code }) => code === draft.forumCode) ?? null;
    const nomination = { draft, forum, checking: isFromCheck(query) };
    if (step !== undefined && step !== 'danger' && draft.missing.includes('danger')) throw new Elsewhere(addressOf(nomination, 'danger'));
    return nomination;
  }

  read(draftId: string): Promise<Draft> {
    return this.services.call(readNominationDraft, { params: { draftId } });
  }

  /**
   * Saves a page's answer and leads on: to `next`, or to the next question that is not answered. What is wrong with
   * the form comes back as the form to show again.
   */
  async save<Value extends Carried>(
    nomination: Nomination,
    step: NominationStep,
    read: ReadForm<Value>,
    answersOf: (value: Value) => NominationAnswers,
    next?: string,
  ): Promise<RedirectAnswer | Form> {
    const draftId = nomination.draft.id;
    const result = await read.send(async (value, idempotencyKey) => {
      const body = { version: value.version, answers: answersOf(value) };
      const draft = await this.services.call(saveNominationDraft, { params: { draftId }, body, idempotencyKey });
      return { draft, then: value.then };
    });
    if (!result.sent) return this.withSaved(nomination, step, result.form);
    const { draft, then } = result.answer;
    if (then === 'later') return redirect('/nominations', { done: 'saved' });
    return redirect(next ?? pageAfter(step, { ...nomination, draft }));
  }

  /** When another window was faster: what that step holds now, in the words of the page. */
  private async withSaved(nomination: Nomination, step: NominationStep, form: Form): Promise<Form> {
    const last = form.changed?.at(-1);
    if (last === undefined) return form;
    const draft = await this.read(nomination.draft.id);
    const rows = rowsOf(step, { ...nomination, draft });
    const shown = rows.length > 0 ? rows : [{ key: stepName(step, personWords(nomination.forum)), text: 'Not answered' }];
    form.changed = shown.map(({ key, text }): ChangeRow => ({ ...last, field: key, from: 'As it was when you opened this page', to: text === '' ? 'Nothing' : text }));
    return form;
  }
}
