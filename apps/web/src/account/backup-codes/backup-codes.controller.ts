import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import type { FastifyReply } from 'fastify';
import { buttonForm, type Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf, type Journey } from '../journey.js';
import { Onward } from '../onward.js';
import { backupCodesPage, unkeptPage } from './backup-codes.presenter.js';

/** Backup codes, until their owner says that they have kept them. They are shown once: by the answer to the form that makes them. */
@Controller('sign-in/backup-codes')
@NeedsOnly('begun')
export class BackupCodesController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session === null) throw new NotSignedInError();
    return visit.session.stage === 'keep-backup-codes' ? this.#unkept(visit, journey) : this.onward.next(visit, visit.session, journey);
  }

  @Post('new')
  async make(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const journey = journeyOf(body);
    if (visit.session === null) throw new NotSignedInError();
    if (visit.session.stage !== 'keep-backup-codes') return this.onward.next(visit, visit.session, journey);
    const result = await buttonForm.read(body).send(() => this.sessions.makeBackupCodes(visit, null));
    return result.sent ? backupCodesPage(result.answer, journey) : this.#unkept(visit, journey, result.form);
  }

  @Post()
  async keep(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    const { session, token } = visit;
    if (session === null || token === null) throw new NotSignedInError();
    // Sent twice, or kept in another window: there is nothing left to say.
    if (session.stage !== 'keep-backup-codes') return this.onward.next(visit, session, journey);
    const result = await buttonForm.read(body).send(() => this.sessions.keepBackupCodes(visit));
    return result.sent ? this.onward.enter(visit, reply, token, journey) : this.#unkept(visit, journey, result.form);
  }

  async #unkept(visit: Visit, journey: Journey, form?: Form): Promise<Answer> {
    return unkeptPage((await this.sessions.secondFactor(visit)).backupCodesLeft, journey, form);
  }
}
