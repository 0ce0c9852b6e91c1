import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { AccountLinks } from '../../session/account-links.js';
import { Open } from '../../session/access.js';
import { Visitor, Visit } from '../../session/visit.js';
import { addPasskeyForm } from '../add-passkey/add-passkey.form.js';
import { addPasskeyPage } from '../add-passkey/add-passkey.presenter.js';
import { Onward } from '../onward.js';
import { linkAddress } from './join.presenter.js';
import { whereLinkWorks } from './where-link-works.js';

/** A passkey in place of a password, for who was given a link to their account. */
@Controller('passwords/:token/passkey')
@Open()
export class FirstPasskeyController {
  constructor(
    private readonly links: AccountLinks,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Param('token') token: string): Promise<Answer> {
    return this.ask(token);
  }

  @Post()
  async add(@Visitor() visit: Visit, @Param('token') token: string, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const result = await addPasskeyForm.read(body).send((made, key) => this.links.addPasskey({ token, ...made }, key));
    return result.sent ? this.onward.enter(visit, reply, result.answer.token, { to: '/', kept: '' }) : this.ask(token, result.form);
  }

  private async ask(token: string, refused?: Form): Promise<Answer> {
    const back = linkAddress(token);
    return whereLinkWorks(async () => addPasskeyPage(await this.links.beginPasskey(token), { why: 'joining', action: `${back}/passkey`, back, journey: { to: '/', kept: '' } }, refused));
  }
}
