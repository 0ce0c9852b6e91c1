import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isProblem } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { ownPasswordForm } from './own-password.form.js';
import { ownPasswordPage } from './own-password.presenter.js';

/** Changing the password that one knows. */
@Controller('account/password')
@NeedsOnly('signed-in')
export class OwnPasswordController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  show(): Answer {
    return ownPasswordPage();
  }

  @Post()
  async change(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const read = ownPasswordForm.read(body);
    try {
      const result = await read.send(({ current, password }) => this.sessions.changePassword(visit, current, password), { rules: { 'common-password': 'password' } });
      if (!result.sent) return ownPasswordPage(result.form);
      this.sessions.remember(reply, result.answer.token);
      return redirect('/account', { done: 'password-changed' });
    } catch (error) {
      if (!isProblem(error, 'wrong-credentials')) throw error;
      return ownPasswordPage(read.form.refused('This is not the password that you have now', 'current'));
    }
  }
}
