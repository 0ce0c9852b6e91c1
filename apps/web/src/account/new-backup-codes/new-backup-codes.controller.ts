import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { isProblem } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { backupCodesPage } from '../backup-codes/backup-codes.presenter.js';
import { journeyOf } from '../journey.js';
import { newBackupCodesForm } from './new-backup-codes.form.js';
import { newBackupCodesPage, usedPage } from './new-backup-codes.presenter.js';

/** How many backup codes are left, and new ones. */
@Controller('account/backup-codes')
@NeedsOnly('signed-in')
export class NewBackupCodesController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  async show(@Visitor() visit: Visit): Promise<Answer> {
    const factor = await this.sessions.secondFactor(visit);
    return factor.on ? newBackupCodesPage(factor) : redirect('/account');
  }

  @Get('used')
  async used(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return usedPage(await this.sessions.secondFactor(visit), journeyOf(query).to);
  }

  @Post()
  async replace(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const read = newBackupCodesForm.read(body);
    try {
      const result = await read.send(({ password }) => this.sessions.makeBackupCodes(visit, password));
      return result.sent ? backupCodesPage(result.answer, { to: '/account', kept: '' }) : newBackupCodesPage(await this.sessions.secondFactor(visit), result.form);
    } catch (error) {
      if (!isProblem(error, 'wrong-credentials')) throw error;
      return newBackupCodesPage(await this.sessions.secondFactor(visit), read.form.refused('Your password is wrong', 'password'));
    }
  }
}
