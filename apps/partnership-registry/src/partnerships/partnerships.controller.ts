import { changePartnership, getPartnership } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { Partnerships, shownPartnership } from './partnerships.js';

@Controller()
export class PartnershipsController {
  constructor(private readonly partnerships: Partnerships) {}

  @Endpoint(getPartnership, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async get(): Promise<OutputOf<typeof getPartnership>> {
    return shownPartnership(await this.partnerships.get(caller().partnershipId));
  }

  @Endpoint(changePartnership, ADMINISTRATORS)
  async change(@Input() { body }: InputOf<typeof changePartnership>): Promise<OutputOf<typeof changePartnership>> {
    return shownPartnership(await this.partnerships.change(caller().partnershipId, body));
  }
}
