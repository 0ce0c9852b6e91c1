import { choosePreference, readPreference } from '@concordat/contracts-notifications';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { Preferences } from './preferences.js';

/** Everybody's own way of hearing of things. */
@Controller()
export class PreferencesController {
  constructor(private readonly preferences: Preferences) {}

  @Endpoint(readPreference, 'signed-in', { unaudited: 'one’s own, without a personal detail' })
  async read(): Promise<OutputOf<typeof readPreference>> {
    const { partnershipId, userId } = caller();
    return this.preferences.of(partnershipId, userId);
  }

  @Endpoint(choosePreference, 'signed-in', { unaudited: 'one’s own, without a personal detail' })
  async choose(@Input() { body }: InputOf<typeof choosePreference>): Promise<OutputOf<typeof choosePreference>> {
    const { partnershipId, userId } = caller();
    return this.preferences.choose(partnershipId, userId, body.mail, body.version);
  }
}
