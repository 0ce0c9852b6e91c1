import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { journeyOf } from '../journey.js';
import { Onward } from '../onward.js';
import { backupCodesForm } from './backup-codes.form.js';
import { backupCodesPage } from './backup-codes.presenter.js';

/** Backup codes, shown until their owner says that they have kept them. */
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
    if (visit.session.stage !== 'keep-backup-codes') return this.onward.next(visit, visit.session, journey);
    return backupCodesPage(await this.sessions.backupCodes(visit), journey);
  }

  @Post()
  async keep(@Visitor() visit: Visit, @Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    const journey = journeyOf(body);
    const { session, token } = visit;
    if (session === null || token === null) throw new NotSignedInError();
    // Sent twice, or kept in another window: there is nothing left to say.
    if (session.stage !== 'keep-backup-codes') return this.onward.next(visit, session, journey);
    const result = await backupCodesForm.read(body).send(() => this.sessions.keepBackupCodes(visit));
    if (!result.sent) return backupCodesPage(await this.sessions.backupCodes(visit), journey, result.form);
    return this.onward.enter(visit, reply, token, journey);
  }
}
