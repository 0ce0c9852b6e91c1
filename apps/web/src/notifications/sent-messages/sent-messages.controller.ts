import { NotFoundError } from '@concordat/platform-errors';
import { Controller, Get, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import type { Answer } from '../../layout/answers.js';
import { Visitor, type Visit } from '../../session/visit.js';
import { CaughtMail } from './caught-mail.js';
import { sentMessagesPage } from './sent-messages.presenter.js';

export const SENT_MESSAGES = { text: 'Messages sent by the demo', href: '/demo/messages' };

/** In the demo alone: what left by e-mail, for people to see what others would get. */
@Controller('demo/messages')
export class SentMessagesController {
  constructor(private readonly mail: CaughtMail) {}

  @Get()
  async show(@Query() query: unknown, @Visitor() { acting }: Visit): Promise<Answer> {
    const messages = acting === null ? null : await this.mail.messagesOf(acting.partnershipId);
    if (messages === null) throw new NotFoundError('page');
    return sentMessagesPage(messages, cursorOf(query));
  }
}
