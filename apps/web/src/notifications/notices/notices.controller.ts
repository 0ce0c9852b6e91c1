import { listNotices, markNoticeRead } from '@concordat/contracts-notifications';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { buttonForm } from '../../forms/form.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { matterOf, noticesPage } from './notices.presenter.js';
import { UnreadNotices } from './unread-notices.js';

const DONE = { 'notice-read': 'The notice is marked as read', 'choice-saved': 'Your choice is saved' };

@Controller('notices')
export class NoticesController {
  constructor(
    private readonly services: Services,
    private readonly unread: UnreadNotices,
  ) {}

  @Get()
  async list(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const [list, unread] = await Promise.all([
      this.services.call(listNotices, { query: after === null ? {} : { after } }),
      this.unread.count(visit),
    ]);
    return noticesPage(list, unread, after, done(query, DONE));
  }

  /** Where the link of a message leads: opening it marks the notice as read, and what it is about asks for its own rights. */
  @Get(':noticeId')
  async open(@Param('noticeId') noticeId: string): Promise<Answer> {
    return redirect(matterOf(await this.services.call(markNoticeRead, { params: { noticeId } })));
  }

  @Post(':noticeId/read')
  async markRead(@Param('noticeId') noticeId: string, @Body() body: unknown): Promise<Answer> {
    await buttonForm.read(body).send((_value, idempotencyKey) => this.services.call(markNoticeRead, { params: { noticeId }, idempotencyKey }));
    return redirect('/notices', { done: 'notice-read' });
  }
}
