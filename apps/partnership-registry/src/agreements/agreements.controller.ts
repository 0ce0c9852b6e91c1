import {
  addAgreement,
  changeAgreement,
  getAgreement,
  listAgreements,
  moveAgreement,
  signAgreement,
  withdrawSignature,
  type Agreement as Shown,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AGREEMENT_AUTHORS } from '../rules.js';
import { Agreements, shownAgreement } from './agreements.js';

@Controller()
export class AgreementsController {
  constructor(private readonly agreements: Agreements) {}

  @Endpoint(listAgreements, 'signed-in')
  async list(@Input() { query }: InputOf<typeof listAgreements>): Promise<OutputOf<typeof listAgreements>> {
    const { items, next } = await this.agreements.page(caller().partnershipId, query);
    return { items: items.map(shownAgreement), next };
  }

  @Endpoint(getAgreement, 'signed-in')
  async get(@Input() { params }: InputOf<typeof getAgreement>): Promise<Shown> {
    return shownAgreement(await this.agreements.get(caller().partnershipId, params.agreementId));
  }

  @Endpoint(addAgreement, AGREEMENT_AUTHORS)
  async add(@Input() { body }: InputOf<typeof addAgreement>): Promise<Shown> {
    return shownAgreement(await this.agreements.add(caller().partnershipId, body));
  }

  @Endpoint(changeAgreement, AGREEMENT_AUTHORS)
  async change(@Input() { params, body }: InputOf<typeof changeAgreement>): Promise<Shown> {
    const { version, ...details } = body;
    return shownAgreement(await this.agreements.change(caller().partnershipId, params.agreementId, version, details));
  }

  @Endpoint(signAgreement, AGREEMENT_AUTHORS)
  async sign(@Input() { params, body }: InputOf<typeof signAgreement>): Promise<Shown> {
    refuseForOthers(body.agencyId);
    return shownAgreement(await this.agreements.sign(caller().partnershipId, params.agreementId, body));
  }

  @Endpoint(withdrawSignature, AGREEMENT_AUTHORS)
  async withdraw(@Input() { params, body }: InputOf<typeof withdrawSignature>): Promise<Shown> {
    refuseForOthers(body.agencyId);
    return shownAgreement(await this.agreements.withdraw(caller().partnershipId, params.agreementId, body));
  }

  @Endpoint(moveAgreement, AGREEMENT_AUTHORS)
  async move(@Input() { params, body }: InputOf<typeof moveAgreement>): Promise<Shown> {
    return shownAgreement(await this.agreements.move(caller().partnershipId, params.agreementId, body));
  }
}

/** An administrator records what any agency signed; information governance signs for its own. */
function refuseForOthers(agencyId: string): void {
  const { roles, agencyId: own } = caller();
  if (!roles.includes('administrator') && agencyId !== own) throw new NotAllowedError('You can sign for your own agency only.');
}
