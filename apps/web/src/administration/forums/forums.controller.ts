import { addForum, changeForum, getForum, listForums, type Forum } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Form } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { fieldOf } from '../../session/body.js';
import { ForAdministrators } from '../access.js';
import { Choices, type AgencyChoices, type ListedChoices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { namedChanges } from '../tables.js';
import { codeOf, criteriaOf } from './criteria.js';
import { forumForm, newForumForm, type ForumOptions } from './forum.form.js';
import { endingForum, FORUM_DONE, forumFormPage, forumPage, FORUMS, forumsPage, resuming } from './forums.presenter.js';

interface Lists {
  agencies: AgencyChoices;
  purposes: ListedChoices;
}

@Controller('administration/forums')
@ForAdministrators()
export class ForumsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    const ended = fieldOf(query, 'ended') === 'yes';
    const after = cursorOf(query);
    const [forums, agencies] = await Promise.all([
      this.services.call(listForums, { query: { ended: String(ended), ...(after === null ? {} : { after }) } }),
      this.choices.agencies(),
    ]);
    return forumsPage(forums, agencies, ended, after);
  }

  @Get('new')
  async blank(): Promise<Answer> {
    const options = optionsOf(await this.lists());
    return forumFormPage(newForumForm(options).blank({ agendaDays: 5 }), options, null);
  }

  @Post('new')
  async add(@Body() body: unknown): Promise<Answer> {
    const options = optionsOf(await this.lists());
    const result = await newForumForm(options)
      .read(body)
      .send(
        ({ criteria, ...details }, idempotencyKey) =>
          this.services.call(addForum, { body: { ...details, code: codeOf(details.name, 'forum'), criteria: criteriaOf(criteria) }, idempotencyKey }),
        { rules: { 'code-taken': 'name', 'prefix-taken': 'referencePrefix' } },
      );
    if (result.sent) return redirect(`${FORUMS}/${result.answer.id}`, { done: 'added' });
    return forumFormPage(result.form, options, null);
  }

  @Get(':forumId')
  async show(@Param('forumId') forumId: string, @Query() query: unknown): Promise<Answer> {
    const [forum, { agencies, purposes }] = await Promise.all([this.get(forumId), this.lists()]);
    return forumPage(forum, agencies, purposes, done(query, FORUM_DONE));
  }

  @Get(':forumId/change')
  async changing(@Param('forumId') forumId: string): Promise<Answer> {
    const [forum, lists] = await Promise.all([this.get(forumId), this.lists()]);
    const options = optionsOf(lists, forum);
    return forumFormPage(forumForm(options).blank({ ...forum, criteria: linesOf(forum) }), options, forum);
  }

  @Post(':forumId/change')
  async change(@Param('forumId') forumId: string, @Body() body: unknown): Promise<Answer> {
    const [forum, lists] = await Promise.all([this.get(forumId), this.lists()]);
    const options = optionsOf(lists, forum);
    const result = await forumForm(options)
      .read(body)
      .send(
        ({ criteria, ...details }, idempotencyKey) =>
          this.services.call(changeForum, { params: { forumId }, body: { ...details, criteria: criteriaOf(criteria, forum.criteria), active: forum.active }, idempotencyKey }),
        { labels: FIELD_WORDS },
      );
    if (result.sent) return redirect(`${FORUMS}/${forumId}`, { done: 'changed' });
    return forumFormPage(namedChanges(result.form, (id) => lists.agencies.name(id)), options, forum);
  }

  @Get(':forumId/end')
  async askEnd(@Param('forumId') forumId: string): Promise<Answer> {
    const forum = await this.get(forumId);
    return confirmPage(endingForum(forum), confirmForm.blank({ version: forum.version }));
  }

  @Post(':forumId/end')
  async end(@Param('forumId') forumId: string, @Body() body: unknown): Promise<Answer> {
    return this.setActive(forumId, body, false);
  }

  @Get(':forumId/resume')
  async askResume(@Param('forumId') forumId: string): Promise<Answer> {
    const forum = await this.get(forumId);
    return confirmPage(resuming(forum), confirmForm.blank({ version: forum.version }));
  }

  @Post(':forumId/resume')
  async resume(@Param('forumId') forumId: string, @Body() body: unknown): Promise<Answer> {
    return this.setActive(forumId, body, true);
  }

  private async setActive(forumId: string, body: unknown, active: boolean): Promise<Answer> {
    const forum = await this.get(forumId);
    const { name, purpose, subjectKinds, minimumAge, maximumAge, criteria, ownerAgencyId, coreAgencyIds, agendaDays } = forum;
    const details = { name, purpose, subjectKinds, minimumAge, maximumAge, criteria, ownerAgencyId, coreAgencyIds, agendaDays };
    const result = await confirmForm
      .read(body)
      .send(({ version }, idempotencyKey) => this.services.call(changeForum, { params: { forumId }, body: { version, ...details, active }, idempotencyKey }), { labels: FIELD_WORDS });
    if (result.sent) return redirect(`${FORUMS}/${forumId}`, { done: active ? 'resumed' : 'ended' });
    return this.refused(forum, active, result.form);
  }

  private async refused(forum: Forum, active: boolean, form: Form): Promise<Answer> {
    const agencies = await this.choices.agencies();
    return confirmPage((active ? resuming : endingForum)(forum), namedChanges(form, (id) => agencies.name(id)));
  }

  private get(forumId: string): Promise<Forum> {
    return this.services.call(getForum, { params: { forumId } });
  }

  private async lists(): Promise<Lists> {
    const [agencies, purposes] = await Promise.all([this.choices.agencies(), this.choices.list('purposes')]);
    return { agencies, purposes };
  }
}

const optionsOf = ({ agencies, purposes }: Lists, forum: Forum | null = null): ForumOptions => ({
  purposes: purposes.options(forum?.purpose),
  agencies: agencies.options(forum === null ? [] : [forum.ownerAgencyId, ...forum.coreAgencyIds]),
});

const linesOf = ({ criteria }: Forum): string => criteria.map(({ text }) => text).join('\n');
