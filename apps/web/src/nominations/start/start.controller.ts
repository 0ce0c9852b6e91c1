import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { beginNomination, listForums } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { buttonForm, type Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { forumsForPeople, type Forum } from '../nomination.js';
import { forumForm } from './start.form.js';
import { chooseForumPage, noForumPage, startPage } from './start.presenter.js';

/** Before a nomination: which forum, and what to know first. */
@Controller('nominations/new')
export class StartController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async choose(): Promise<Answer> {
    const forums = await this.forums();
    const [first, second] = forums;
    if (first === undefined) return noForumPage();
    return second === undefined ? this.started(first, forums, buttonForm.blank()) : chooseForumPage(forums);
  }

  @Post()
  async chosen(@Body() body: unknown): Promise<Answer> {
    const forums = await this.forums();
    const { form, value } = forumForm(forums.map(({ code }) => code)).read(body);
    return value === null ? chooseForumPage(forums, form) : redirect(`/nominations/new/${value.forum}`);
  }

  @Get(':forum')
  async show(@Param('forum') code: string): Promise<Answer> {
    const forums = await this.forums();
    return this.started(forumIn(forums, code), forums, buttonForm.blank());
  }

  @Post(':forum')
  async begin(@Param('forum') code: string, @Body() body: unknown): Promise<Answer> {
    const forums = await this.forums();
    const forum = forumIn(forums, code);
    const result = await buttonForm
      .read(body)
      .send((_value, idempotencyKey) => this.services.call(beginNomination, { body: { forumCode: forum.code }, idempotencyKey }));
    return result.sent ? redirect(`/nominations/${result.answer.id}/danger`) : this.started(forum, forums, result.form);
  }

  private async started(forum: Forum, forums: readonly Forum[], form: Form): Promise<Answer> {
    const names = await this.names.of({ agencyIds: [forum.ownerAgencyId, ...forum.coreAgencyIds] });
    return startPage(forum, names, forums.length > 1, form);
  }

  private async forums(): Promise<Forum[]> {
    const { items } = await this.services.call(listForums, {});
    return forumsForPeople(items);
  }
}

function forumIn(forums: readonly Forum[], code: string): Forum {
  const forum = forums.find((one) => one.code === code);
  if (forum === undefined) throw new NotFoundError('forum');
  return forum;
}
