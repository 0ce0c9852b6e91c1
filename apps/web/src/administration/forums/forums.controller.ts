import { addForum, changeForum, getForum, listForums, type Forum } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { fieldOf } from '../../session/body.js';
import { ForAdministrators } from '../access.js';
import { Choices, type AgencyChoices, type ListedChoices } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { Switching } from '../records/switching.js';
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
  private readonly switching = new Switching<Forum>({
    get: (id) => this.get(id),
    asks: (active) => (active ? resuming : endingForum),
    change: ({ id: forumId, name, purpose, subjectKinds, minimumAge, maximumAge, criteria, ownerAgencyId, coreAgencyIds, agendaDays }, given, idempotencyKey) =>
      this.services.call(changeForum, {
        params: { forumId },
        body: { name, purpose, subjectKinds, minimumAge, maximumAge, criteria, ownerAgencyId, coreAgencyIds, agendaDays, ...given },
        idempotencyKey,
      }),
    names: () => this.choices.agencies(),
    then: (id, active) => ({ path: `${FORUMS}/${id}`, done: active ? 'resumed' : 'ended' }),
  });

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
  askEnd(@Param('forumId') forumId: string): Promise<Answer> {
    return this.switching.ask(forumId, false);
  }

  @Post(':forumId/end')
  end(@Param('forumId') forumId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(forumId, false, body);
  }

  @Get(':forumId/resume')
  askResume(@Param('forumId') forumId: string): Promise<Answer> {
    return this.switching.ask(forumId, true);
  }

  @Post(':forumId/resume')
  resume(@Param('forumId') forumId: string, @Body() body: unknown): Promise<Answer> {
    return this.switching.set(forumId, true, body);
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
