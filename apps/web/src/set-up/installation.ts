import { checkSetUpCode, readInstallation, setUpInstallation } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import { Transport } from '../services/transport.js';

/** The beginning of an installation, before anybody can sign in. */
@Injectable()
export class Installation {
  /** That there is a partnership does not change any more: it is not asked again. */
  #done = false;

  constructor(private readonly transport: Transport) {}

  async awaitsSetUp(): Promise<boolean> {
    if (this.#done) return false;
    const { awaitsSetUp } = await this.transport.send(readInstallation, {});
    this.#done = !awaitsSetUp;
    return awaitsSetUp;
  }

  check(code: string): Promise<OutputOf<typeof checkSetUpCode>> {
    return this.transport.send(checkSetUpCode, { body: { code } });
  }

  async setUp(body: InputOf<typeof setUpInstallation>['body'], idempotencyKey: string): Promise<void> {
    await this.transport.send(setUpInstallation, { body, idempotencyKey });
  }
}
