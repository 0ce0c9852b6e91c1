import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Passkeys } from '../../session/passkeys.js';
import { withReturn } from '../../session/return-path.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf, type Journey } from '../journey.js';
import { Onward } from '../onward.js';
import { addPasskeyForm } from './add-passkey.form.js';
import { addPasskeyPage } from './add-passkey.presenter.js';

/** Another passkey of one's account, or the first as the second factor of who has none. */
@Controller('account/passkeys/new')
@NeedsOnly('begun')
export class AddPasskeyController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return this.ask(visit, journeyOf(query));
  }

  @Post()
  async add(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    const settingUp = isSettingUp(visit);
    const result = await addPasskeyForm.read(body).send((made, key) => this.passkeys.add(visit, made, key));
    if (!result.sent) return this.ask(visit, journey, result.form);
    if (settingUp) return this.onward.enter(visit, reply, result.answer.token, journey);
    return redirect('/account/passkeys', { done: 'passkey-added' });
  }

  private async ask(visit: Visit, journey: Journey, refused?: Form): Promise<Answer> {
    const adding = isSettingUp(visit) ? { why: 'setting-up', back: withReturn('/sign-in/second-factor/set-up', journey.to) } as const : { why: 'besides', back: '/account/passkeys' } as const;
    return addPasskeyPage(await this.passkeys.begin(visit), { ...adding, action: '/account/passkeys/new', journey }, refused);
  }
}

const isSettingUp = ({ session }: Visit): boolean => session?.stage === 'set-up-second-factor';
