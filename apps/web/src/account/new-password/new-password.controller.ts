import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { AccountLinks } from '../../session/account-links.js';
import { Open } from '../../session/access.js';
import { whereLinkWorks } from '../join/where-link-works.js';
import { newPasswordForm } from './new-password.form.js';
import { newPasswordPage, passwordSetPage } from './new-password.presenter.js';

/** Where the link leads that an administrator hands to a new colleague, or to one who has forgotten their password. */
@Controller('passwords')
@Open()
export class NewPasswordController {
  constructor(private readonly links: AccountLinks) {}

  @Get('set')
  done(): Answer {
    return passwordSetPage();
  }

  @Get(':token')
  async show(@Param('token') token: string): Promise<Answer> {
    return this.ask(token);
  }

  @Post(':token')
  async set(@Param('token') token: string, @Body() body: unknown): Promise<Answer> {
    const result = await newPasswordForm
      .read(body)
      .send(({ password }, key) => this.links.setPassword(token, password, key), { rules: { 'common-password': 'password' } });
    return result.sent ? redirect('/passwords/set') : this.ask(token, result.form);
  }

  private ask(token: string, form?: Form): Promise<Answer> {
    return whereLinkWorks(async () => newPasswordPage(token, await this.links.read(token), form));
  }
}
