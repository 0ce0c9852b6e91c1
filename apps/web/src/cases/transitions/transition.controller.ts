import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { findPeople, listForums, listOutcomes, listPossibleLeads, makeTransition, readCase } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Agencies } from '../agencies.js';
import { movedOnRows, tellCaseChanges } from '../case-changes.js';
import { identitiesIn, type CaseFile } from '../case-file.js';
import { STEPS } from './steps.js';
import type { LikelyMatch, StepGiven, StepNeed, TransitionStep } from './transition-step.js';
import { notNowPage, stepPage } from './transition.presenter.js';

@Controller('cases/:caseId/next/:to')
export class TransitionController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
    private readonly agencies: Agencies,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('to') to: string): Promise<Answer> {
    const step = stepOf(to);
    const file = await this.services.call(readCase, { params: { caseId } });
    const offer = file.transitions.find((one) => one.to === step.to);
    if (offer === undefined || offer.lacking.length > 0) return notNowPage(step, file, offer?.lacking ?? []);
    const given = await this.given(step, file);
    return stepPage(step, given, step.blank(given), []);
  }

  /** Whether it can be done is asked of the service alone: a second click is answered as the first one was. */
  @Post()
  async make(@Param('caseId') caseId: string, @Param('to') to: string, @Body() body: unknown): Promise<Answer> {
    const step = stepOf(to);
    const given = await this.given(step, await this.services.call(readCase, { params: { caseId } }));
    const result = await step.send(body, given, (version, transition, idempotencyKey) =>
      this.services.call(makeTransition, { params: { caseId }, body: { version, transition }, idempotencyKey }),
    );
    if (result.sent) return redirect(`/cases/${caseId}`, { done: step.to });
    return this.again(step, given, result.form);
  }

  private async again(step: TransitionStep, given: StepGiven, form: Form): Promise<Answer> {
    await tellCaseChanges(form, this.names);
    const movedOn = form.rule === 'transition-not-offered' ? movedOnRows(given.file) : [];
    const names = await this.names.of({ userIds: movedOn.map(({ byUser }) => byUser) });
    return stepPage(step, given, form, movedOn.map((row) => ({ ...row, by: names.user(row.byUser) })));
  }

  private async given({ needs = [] }: TransitionStep, file: CaseFile): Promise<StepGiven> {
    const asked = <T>(need: StepNeed, load: () => Promise<T>, otherwise: T) => (needs.includes(need) ? load() : otherwise);
    const [agencies, leads, outcomes, coreAgencyIds, likely] = await Promise.all([
      asked('agencies', () => this.agencies.all(), []),
      asked('leads', () => this.leads(file.id), []),
      asked('outcomes', async () => (await this.services.call(listOutcomes, {})).items, []),
      asked('forum', () => this.coreAgencyIds(file.forumCode), []),
      asked('likely', () => this.likely(file), []),
    ]);
    return { file, agencies, leads, outcomes, coreAgencyIds, likely };
  }

  private async leads(caseId: string): Promise<StepGiven['leads']> {
    const { userIds } = await this.services.call(listPossibleLeads, { params: { caseId } });
    const names = await this.names.of({ userIds });
    return userIds.map((id) => ({ value: id, text: names.user(id) })).sort((one, other) => one.text.localeCompare(other.text));
  }

  private async coreAgencyIds(forumCode: string): Promise<string[]> {
    const { items } = await this.services.call(listForums, {});
    return items.find(({ code }) => code === forumCode)?.coreAgencyIds ?? [];
  }

  /** People who may be those of this case, in others. */
  private async likely(file: CaseFile): Promise<LikelyMatch[]> {
    const found = await Promise.all(identitiesIn(file).flatMap((identity) => this.matches(identity)));
    return found.flat().flatMap(({ givenName, familyName, dateOfBirth, cases }) => {
      const others = cases.filter(({ id }) => id !== file.id);
      return others.length === 0 ? [] : [{ name: `${givenName} ${familyName}`, dateOfBirth, cases: others }];
    });
  }

  private matches({ givenName, familyName, dateOfBirth }: Partial<Record<string, string>>) {
    if (givenName === undefined || familyName === undefined) return [];
    return [this.services.call(findPeople, { body: { givenName, familyName, dateOfBirth: dateOfBirth ?? null } }).then(({ items }) => items)];
  }
}

/** @throws NotFoundError for a word that names no transition */
function stepOf(to: string): TransitionStep {
  const step = STEPS.find((one) => one.to === to);
  if (step === undefined) throw new NotFoundError('transition');
  return step;
}
