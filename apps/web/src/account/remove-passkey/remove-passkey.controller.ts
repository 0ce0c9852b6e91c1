import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { buttonForm, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly } from '../../session/access.js';
import { Passkeys } from '../../session/passkeys.js';
import { Visitor, Visit } from '../../session/visit.js';

@Controller('account/passkeys/:passkeyId/remove')
@NeedsOnly('signed-in')
export class RemovePasskeyController {
  constructor(private readonly passkeys: Passkeys) {}

  @Get()
  async show(@Visitor() visit: Visit, @Param('passkeyId') passkeyId: string): Promise<Answer> {
    return this.ask(visit, passkeyId, buttonForm.blank());
  }

  @Post()
  async remove(@Visitor() visit: Visit, @Param('passkeyId') passkeyId: string, @Body() body: unknown): Promise<Answer> {
    const result = await buttonForm.read(body).send((_value, key) => this.passkeys.remove(visit, passkeyId, key));
    return result.sent ? redirect('/account/passkeys', { done: 'passkey-removed' }) : this.ask(visit, passkeyId, result.form);
  }

  private async ask(visit: Visit, passkeyId: string, form: Form): Promise<Answer> {
    const passkey = (await this.passkeys.list(visit)).find(({ id }) => id === passkeyId);
    if (passkey === undefined) throw new NotFoundError('a passkey of the account');
    return page('account/remove-passkey/remove-passkey', { title: 'Remove a passkey', back: '/account/passkeys', form, passkey });
  }
}
