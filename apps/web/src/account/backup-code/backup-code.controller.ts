import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import type { FastifyReply } from 'fastify';
import { isProblem } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { withReturn } from '../../session/return-path.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { backupCodeForm } from './backup-code.form.js';
import { backupCodePage } from './backup-code.presenter.js';

/** For who has lost their authenticator app. */
@Controller('sign-in/backup-code')
@NeedsOnly('begun')
export class BackupCodeController {
  constructor(
    private readonly sessions: Sessions,
    private readonly onward: Onward,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const journey = journeyOf(query);
    if (visit.session === null) throw new NotSignedInError();
    return visit.session.stage === 'second-factor' ? backupCodePage(journey) : this.onward.next(visit, visit.session, journey);
  }

  /** The next page tells how many codes are left, unless what somebody typed waits to be sent. */
  @Post()
  async give(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    const read = backupCodeForm.read(body);
    try {
      const result = await read.send(({ code }) => this.sessions.giveBackupCode(visit, code));
      if (!result.sent) return backupCodePage(journey, result.form);
      const then = journey.kept === '' ? { ...journey, to: withReturn('/account/backup-codes/used', journey.to) } : journey;
      return await this.onward.enter(visit, reply, result.answer.token, then);
    } catch (error) {
      if (!isProblem(error, 'wrong-code')) throw error;
      return backupCodePage(journey, read.form.refused('That backup code is wrong, or you have used it before', 'code'));
    }
  }
}
