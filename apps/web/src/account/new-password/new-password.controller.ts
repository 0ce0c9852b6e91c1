import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Open } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { newPasswordForm } from './new-password.form.js';
import { linkNotValidPage, newPasswordPage, passwordSetPage } from './new-password.presenter.js';

/** Where the link leads that an administrator hands to a new colleague, or to one who has forgotten their password. */
@Controller('passwords')
@Open()
export class NewPasswordController {
  constructor(private readonly sessions: Sessions) {}

  @Get('set')
  done(): Answer {
    return passwordSetPage();
  }

  @Get(':token')
  show(): Answer {
    return newPasswordPage();
  }

  @Post(':token')
  async set(@Param('token') token: string, @Body() body: unknown): Promise<Answer> {
    const result = await newPasswordForm
      .read(body)
      .send(({ password }) => this.sessions.setPassword(token, password), { rules: { 'common-password': 'password' } });
    if (result.sent) return redirect('/passwords/set');
    return result.form.rule === 'link-not-valid' ? linkNotValidPage() : newPasswordPage(result.form);
  }
}
