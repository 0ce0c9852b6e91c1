import { Body, Controller, Get, Post } from '@nestjs/common';
import { isProblem } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { Open } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { forgottenPasswordForm } from './forgotten-password.form.js';
import { forgottenPasswordPage, linkSentPage } from './forgotten-password.presenter.js';

/** For whoever forgot their password. The pages say the same whether or not there is an account. */
@Controller('forgotten-password')
@Open()
export class ForgottenPasswordController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  show(): Answer {
    return forgottenPasswordPage();
  }

  @Get('sent')
  sent(): Answer {
    return linkSentPage();
  }

  @Post()
  async ask(@Body() body: unknown): Promise<Answer> {
    try {
      const result = await forgottenPasswordForm.read(body).send(({ email }, key) => this.sessions.requestPasswordReset(email, key));
      return result.sent ? redirect('/forgotten-password/sent') : forgottenPasswordPage(result.form);
    } catch (error) {
      if (!isProblem(error, 'too-many-attempts')) throw error;
      return page('layout/errors/too-many', { title: 'You have tried too many times', status: 429, minutes: 60 });
    }
  }
}
