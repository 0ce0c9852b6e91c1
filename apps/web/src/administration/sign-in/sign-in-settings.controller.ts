import { readIdentityProvider, saveIdentityProvider, turnIdentityProvider } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visitor, Visit } from '../../session/visit.js';
import { ForPeopleAdministrators, ForRoleKeepers } from '../access.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { signInSettingsForm } from './sign-in-settings.form.js';
import { changePage, SIGN_IN_SETTINGS, signInSettingsPage, turning } from './sign-in-settings.presenter.js';

const DONE = { saved: 'The sign-in of your agency has been saved', on: 'The sign-in of your agency is on', off: 'The sign-in of your agency is off' } as const;

/** How the people of one's own agency sign in. */
@Controller('administration/sign-in')
export class SignInSettingsController {
  constructor(private readonly services: Services) {}

  @Get()
  @ForRoleKeepers()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    return signInSettingsPage(await this.services.call(readIdentityProvider, {}), agencyOf(visit), visit.hasRole('administrator', 'agency-administrator'), done(query, DONE));
  }

  @Get('change')
  @ForPeopleAdministrators()
  async blank(): Promise<Answer> {
    return changePage(await this.services.call(readIdentityProvider, {}));
  }

  @Post('change')
  @ForPeopleAdministrators()
  async save(@Body() body: unknown): Promise<Answer> {
    const result = await signInSettingsForm.read(body).send(
      ({ secret, version, ...settings }, idempotencyKey) =>
        this.services.call(saveIdentityProvider, { body: { ...settings, secret: secret === '' ? null : secret, version: version ?? null }, idempotencyKey }),
      { rules: { 'provider-not-reached': 'issuer', 'secret-needed': 'secret', 'domain-taken': 'domains', 'domain-of-others': 'domains' } },
    );
    return result.sent ? redirect(SIGN_IN_SETTINGS, { done: 'saved' }) : changePage(await this.services.call(readIdentityProvider, {}), result.form);
  }

  @Get('on')
  @ForPeopleAdministrators()
  async askOn(@Visitor() visit: Visit): Promise<Answer> {
    return this.ask(visit, true);
  }

  @Post('on')
  @ForPeopleAdministrators()
  async turnOn(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    return this.turn(visit, body, true);
  }

  @Get('off')
  @ForPeopleAdministrators()
  async askOff(@Visitor() visit: Visit): Promise<Answer> {
    return this.ask(visit, false);
  }

  @Post('off')
  @ForPeopleAdministrators()
  async turnOff(@Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    return this.turn(visit, body, false);
  }

  private async ask(visit: Visit, on: boolean): Promise<Answer> {
    const { provider } = await this.services.call(readIdentityProvider, {});
    if (provider === null || provider.on === on) return redirect(SIGN_IN_SETTINGS);
    return confirmPage(turning(agencyOf(visit), on), confirmForm.blank({ version: provider.version }));
  }

  private async turn(visit: Visit, body: unknown, on: boolean): Promise<Answer> {
    const result = await confirmForm.read(body).send(({ version }, idempotencyKey) => this.services.call(turnIdentityProvider, { body: { version, on }, idempotencyKey }));
    return result.sent ? redirect(SIGN_IN_SETTINGS, { done: on ? 'on' : 'off' }) : confirmPage(turning(agencyOf(visit), on), result.form);
  }
}

const agencyOf = ({ acting }: Visit): string => acting?.agencyName ?? '';
