import {
  addAgreement,
  changeAgreement,
  getAgreement,
  listAgreements,
  makeEdition,
  moveAgreement,
  reviewAgreement,
  signAgreement,
  withdrawSignature,
  type Agreement as Shown,
} from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, ProblemError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { AGREEMENT_AUTHORS } from '../rules.js';
import { Agreements } from './agreements.js';
import { ShownAgreements } from './shown-agreements.js';

@Controller()
export class AgreementsController {
  constructor(
    private readonly agreements: Agreements,
    private readonly shown: ShownAgreements,
  ) {}

  @Endpoint(listAgreements, 'signed-in')
  async list(@Input() { query }: InputOf<typeof listAgreements>): Promise<OutputOf<typeof listAgreements>> {
    const { items, next } = await this.agreements.page(caller().partnershipId, query);
    return { items: await this.shown.all(caller().partnershipId, items), next };
  }

  @Endpoint(getAgreement, 'signed-in')
  async get(@Input() { params }: InputOf<typeof getAgreement>): Promise<Shown> {
    return this.shown.one(await this.agreements.get(caller().partnershipId, params.agreementId));
  }

  @Endpoint(addAgreement, AGREEMENT_AUTHORS)
  async add(@Input() { body }: InputOf<typeof addAgreement>): Promise<Shown> {
    return this.shown.one(await this.agreements.add(caller().partnershipId, body));
  }

  @Endpoint(changeAgreement, AGREEMENT_AUTHORS)
  async change(@Input() { params, body }: InputOf<typeof changeAgreement>): Promise<Shown> {
    const { version, ...details } = body;
    return this.shown.one(await this.agreements.change(caller().partnershipId, params.agreementId, version, details));
  }

  @Endpoint(signAgreement, AGREEMENT_AUTHORS)
  async sign(@Input() { params, body }: InputOf<typeof signAgreement>): Promise<Shown> {
    refuseForOthers(body.agencyId);
    return this.shown.one(await this.agreements.sign(caller().partnershipId, params.agreementId, body));
  }

  @Endpoint(withdrawSignature, AGREEMENT_AUTHORS)
  async withdraw(@Input() { params, body }: InputOf<typeof withdrawSignature>): Promise<Shown> {
    refuseForOthers(body.agencyId);
    return this.shown.one(await this.agreements.withdraw(caller().partnershipId, params.agreementId, body));
  }

  @Endpoint(makeEdition, AGREEMENT_AUTHORS)
  async makeEdition(@Input() { params, body }: InputOf<typeof makeEdition>): Promise<Shown> {
    return this.shown.one(await this.agreements.makeEdition(caller().partnershipId, params.agreementId, body.version));
  }

  @Endpoint(moveAgreement, AGREEMENT_AUTHORS)
  async move(@Input() { params, body }: InputOf<typeof moveAgreement>): Promise<Shown> {
    return this.shown.one(await this.agreements.move(caller().partnershipId, params.agreementId, body).catch(refuseHalf));
  }

  @Endpoint(reviewAgreement, AGREEMENT_AUTHORS)
  async review(@Input() { params, body }: InputOf<typeof reviewAgreement>): Promise<Shown> {
    const { partnershipId, userId } = caller();
    return this.shown.one(await this.agreements.review(partnershipId, params.agreementId, { ...body, by: userId }));
  }
}

/** An agreement and the one whose place it takes change together: a failure on the way undoes both, and says so. */
function refuseHalf(error: unknown): never {
  if (error instanceof ProblemError) throw error;
  const detail = 'It failed on the way, and nothing of it was kept: the agreement is as it was, and so is one whose place it takes. Try again in a moment.';
  throw new ProblemError({ status: 500, code: 'agreement-not-moved', title: 'The status could not be changed', detail }, { cause: error });
}

/** An administrator records what any agency signed; information governance signs for its own. */
function refuseForOthers(agencyId: string): void {
  const { roles, agencyId: own } = caller();
  if (!roles.includes('administrator') && agencyId !== own) throw new NotAllowedError('You can sign for your own agency only.');
}
