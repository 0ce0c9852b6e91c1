import { Body, Controller, Get, Post } from '@nestjs/common';
import type { Form } from '../forms/form.js';
import { redirect, type Answer } from '../layout/answers.js';
import { Open } from '../session/access.js';
import { Installation } from './installation.js';
import { codeForm, partnershipForm } from './set-up.form.js';
import { codePage, partnershipPage, setUpDonePage } from './set-up.presenter.js';

/** Makes the first partnership and its first administrator, for whoever has the code that the start printed. */
@Controller('set-up')
@Open()
export class SetUpController {
  constructor(private readonly installation: Installation) {}

  @Get()
  async show(): Promise<Answer> {
    return (await this.installation.awaitsSetUp()) ? codePage() : redirect('/sign-in');
  }

  @Get('done')
  done(): Answer {
    return setUpDonePage();
  }

  @Post()
  async giveCode(@Body() body: unknown): Promise<Answer> {
    const result = await codeForm.read(body).send(({ code }) => this.installation.check(code), { rules: { 'set-up-code-not-valid': 'code' } });
    if (!result.sent) return this.#codeAgain(result.form);
    return partnershipPage(partnershipForm.blank({ code: codeForm.read(body).value?.code }), result.answer.agencyKinds);
  }

  @Post('partnership')
  async make(@Body() body: unknown): Promise<Answer> {
    const result = await partnershipForm.read(body).send(
      ({ code, name, districts, agencyName, agencyKind, administratorName, email, password }, key) =>
        this.installation.setUp({ code, name, districts, agency: { name: agencyName, kind: agencyKind }, administrator: { name: administratorName, email, password } }, key),
      {
        rules: { 'common-password': 'password' },
        fields: { 'agency.name': 'agencyName', 'agency.kind': 'agencyKind', 'administrator.name': 'administratorName', 'administrator.email': 'email', 'administrator.password': 'password' },
      },
    );
    return result.sent ? redirect('/set-up/done') : this.#again(body, result.form);
  }

  /** What was typed, as long as the code holds. */
  async #again(body: unknown, form: Form): Promise<Answer> {
    const checked = await codeForm.read(body).send(({ code }) => this.installation.check(code), { rules: { 'set-up-code-not-valid': 'code' } });
    return checked.sent ? partnershipPage(form, checked.answer.agencyKinds) : this.#codeAgain(checked.form);
  }

  /** No code works any more where there is a partnership, which may have been made meanwhile. */
  async #codeAgain(form: Form): Promise<Answer> {
    return (await this.installation.awaitsSetUp()) ? codePage(form) : redirect('/sign-in');
  }
}
