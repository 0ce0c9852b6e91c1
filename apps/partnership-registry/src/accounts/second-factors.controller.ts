import {
  beginSecondFactor,
  BROWSER_ADDRESS_HEADER,
  giveBackupCode,
  giveSecondFactor,
  keepBackupCodes,
  makeBackupCodes,
  readSecondFactor,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, Headers, Ip } from '@nestjs/common';
import { addressOf, sessionOf } from './callers.js';
import { SecondFactors } from './second-factors.js';

/* As the sessions' controller: open to whoever reaches the service, and decided by the session that they bring. */
@Controller()
export class SecondFactorsController {
  constructor(private readonly secondFactors: SecondFactors) {}

  @Endpoint(giveSecondFactor, 'public')
  async give(
    @Input() { body }: InputOf<typeof giveSecondFactor>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof giveSecondFactor>> {
    return this.secondFactors.give(sessionOf(authorization), body.code, addressOf(browser, connection));
  }

  @Endpoint(giveBackupCode, 'public')
  async giveBackupCode(
    @Input() { body }: InputOf<typeof giveBackupCode>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof giveBackupCode>> {
    return this.secondFactors.giveBackupCode(sessionOf(authorization), body.code, addressOf(browser, connection));
  }

  @Endpoint(beginSecondFactor, 'public')
  async begin(
    @Input() { body }: InputOf<typeof beginSecondFactor>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof beginSecondFactor>> {
    return this.secondFactors.begin(sessionOf(authorization), body.password, addressOf(browser, connection));
  }

  @Endpoint(readSecondFactor, 'public')
  async read(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof readSecondFactor>> {
    return this.secondFactors.read(sessionOf(authorization));
  }

  @Endpoint(makeBackupCodes, 'public')
  async makeBackupCodes(
    @Input() { body }: InputOf<typeof makeBackupCodes>,
    @Headers('authorization') authorization: string | undefined,
    @Headers(BROWSER_ADDRESS_HEADER) browser: string | undefined,
    @Ip() connection: string,
  ): Promise<OutputOf<typeof makeBackupCodes>> {
    return { codes: await this.secondFactors.makeBackupCodes(sessionOf(authorization), body.password, addressOf(browser, connection)) };
  }

  @Endpoint(keepBackupCodes, 'public')
  async keepBackupCodes(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof keepBackupCodes>> {
    await this.secondFactors.keepBackupCodes(sessionOf(authorization));
    return { kept: true };
  }
}
