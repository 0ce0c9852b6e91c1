import { addAgency, changeAgency, getAgency, listAgencies } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { Agencies, shownAgency } from './agencies.js';

@Controller()
export class AgenciesController {
  constructor(private readonly agencies: Agencies) {}

  @Endpoint(listAgencies, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async list(@Input() { query }: InputOf<typeof listAgencies>): Promise<OutputOf<typeof listAgencies>> {
    const { items, next } = await this.agencies.page(caller().partnershipId, query);
    return { items: items.map(shownAgency), next };
  }

  @Endpoint(getAgency, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async get(@Input() { params }: InputOf<typeof getAgency>): Promise<OutputOf<typeof getAgency>> {
    return shownAgency(await this.agencies.get(caller().partnershipId, params.agencyId));
  }

  @Endpoint(addAgency, ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addAgency>): Promise<OutputOf<typeof addAgency>> {
    return shownAgency(await this.agencies.add(caller().partnershipId, body));
  }

  @Endpoint(changeAgency, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeAgency>): Promise<OutputOf<typeof changeAgency>> {
    return shownAgency(await this.agencies.change(caller().partnershipId, params.agencyId, body));
  }
}
