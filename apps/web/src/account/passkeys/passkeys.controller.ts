import { Controller, Get, Query } from '@nestjs/common';
import { done, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Passkeys } from '../../session/passkeys.js';
import { Visitor, Visit } from '../../session/visit.js';
import { passkeysPage } from './passkeys.presenter.js';

const DONE = { 'passkey-added': 'The passkey has been added', 'passkey-removed': 'The passkey has been removed' } as const;

/** One's own passkeys. */
@Controller('account/passkeys')
@NeedsOnly('signed-in')
export class PasskeysController {
  constructor(private readonly passkeys: Passkeys) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return passkeysPage(await this.passkeys.list(visit), done(query, DONE));
  }
}
