import {
  AgreementChanged,
  listAgreements,
  type addAgreement,
  type Agreement as Shown,
  type AgreementStatus,
} from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { AgencyPlaces } from '../agencies/agency-places.js';
import { todayInLondon } from '../calendar.js';
import { ReferenceLists } from '../reference-lists/reference-lists.js';
import { Agreement, type Signature, type Term } from './agreement.entity.js';

type Details = InputOf<typeof addAgreement>['body'];
type NewTerm = Details['terms'][number];

/** What an agreement may become next. */
const NEXT: Readonly<Record<AgreementStatus, readonly AgreementStatus[]>> = {
  draft: ['in-review', 'active', 'ended'],
  'in-review': ['draft', 'active', 'ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: [],
};

const isLive = (signature: Signature): boolean => signature.withdrawnOn === null;

@Injectable()
export class Agreements {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly places: AgencyPlaces,
    private readonly lists: ReferenceLists,
  ) {}

  async page(partnershipId: string, { status, after, size }: InputOf<typeof listAgreements>['query']): Promise<Page<Agreement>> {
    const where = { partnershipId, ...(status === undefined ? {} : { status }) };
    return this.database.rows(Agreement).page(where, { order: [{ name: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, agreementId: string): Promise<Agreement> {
    return this.database.rows(Agreement).get({ partnershipId, id: agreementId });
  }

  async add(partnershipId: string, { terms, ...details }: Details): Promise<Agreement> {
    await this.#check(partnershipId, { terms, ...details });
    const agreement = this.database.rows(Agreement).insert({ partnershipId, ...details, status: 'draft', signatures: [], terms: numbered(terms) });
    await this.#tell(agreement);
    return agreement;
  }

  /** @throws RuleError `not-a-draft`, `signed-already` */
  async change(partnershipId: string, agreementId: string, version: number, { terms, ...details }: Details): Promise<Agreement> {
    const agreement = await this.#seen(partnershipId, agreementId, version);
    if (agreement.status !== 'draft') throw new RuleError('not-a-draft', 'Only a draft can be changed');
    if (agreement.signatures.some(isLive)) throw new RuleError('signed-already', 'An agency has signed it as it is');
    await this.#check(partnershipId, { terms, ...details });
    return this.#write(agreement, version, { ...details, terms: numbered(terms) });
  }

  /** @throws RuleError `signed-already`, `in-the-future`, `agreement-ended` */
  async sign(partnershipId: string, agreementId: string, { version, agencyId, on }: { version: number; agencyId: string; on: string }): Promise<Agreement> {
    const agreement = await this.#seen(partnershipId, agreementId, version);
    await this.places.demand(partnershipId, [agencyId], 'body.agencyId');
    if (agreement.status === 'ended') throw new RuleError('agreement-ended', 'The agreement has ended');
    if (on > this.#today()) throw new RuleError('in-the-future', 'The date of a signature cannot be in the future');
    if (agreement.signatures.some((signature) => signature.agencyId === agencyId && isLive(signature))) {
      throw new RuleError('signed-already', 'The agency has signed it already');
    }
    return this.#write(agreement, version, { signatures: [...agreement.signatures, { agencyId, on, withdrawnOn: null }] });
  }

  /** @throws RuleError `not-signed` */
  async withdraw(partnershipId: string, agreementId: string, { version, agencyId, why }: { version: number; agencyId: string; why: string }): Promise<Agreement> {
    const agreement = await this.#seen(partnershipId, agreementId, version);
    if (!agreement.signatures.some((signature) => signature.agencyId === agencyId && isLive(signature))) {
      throw new RuleError('not-signed', 'The agency has not signed it');
    }
    const signatures = agreement.signatures.map((signature) =>
      signature.agencyId === agencyId && isLive(signature) ? { ...signature, withdrawnOn: this.#today() } : signature,
    );
    return this.#write(agreement, version, { signatures }, why);
  }

  /** @throws RuleError `transition-not-allowed`, `two-signatures-needed`, `terms-needed`, `validity-over` */
  async move(partnershipId: string, agreementId: string, { version, status, why }: { version: number; status: AgreementStatus; why: string }): Promise<Agreement> {
    const agreement = await this.#seen(partnershipId, agreementId, version);
    this.#refuseMove(agreement, status);
    return this.#write(agreement, version, { status }, why);
  }

  /** A writer who saw another version is told what changed, before any rule that this would run into. */
  async #seen(partnershipId: string, agreementId: string, version: number): Promise<Agreement> {
    const agreement = await this.get(partnershipId, agreementId);
    await this.database.rows(Agreement).change(agreement, version, {});
    return agreement;
  }

  #refuseMove(agreement: Agreement, status: AgreementStatus): void {
    if (!NEXT[agreement.status].includes(status)) {
      throw new RuleError('transition-not-allowed', `An agreement that is ${agreement.status} cannot become ${status}`, { next: NEXT[agreement.status] });
    }
    if (status !== 'active') return;
    const signatories = new Set(agreement.signatures.filter(isLive).map(({ agencyId }) => agencyId));
    if (signatories.size < 2) throw new RuleError('two-signatures-needed', 'Two agencies must sign it first');
    if (agreement.terms.length === 0) throw new RuleError('terms-needed', 'It has no terms yet');
    if (agreement.validTo <= this.#today()) throw new RuleError('validity-over', 'The time for which it holds is over');
  }

  async #check(partnershipId: string, { validFrom, validTo, terms }: Details): Promise<void> {
    if (validTo <= validFrom) throw new InvalidInputError([{ path: 'body.validTo', message: 'The end must be after the start' }]);
    for (const [index, term] of terms.entries()) {
      const path = `body.terms.${index}`;
      await this.lists.demand(partnershipId, 'purposes', term.purpose, `${path}.purpose`);
      if (term.gateway !== null) await this.lists.demand(partnershipId, 'gateways', term.gateway, `${path}.gateway`);
      if (term.from !== '*') await this.places.demand(partnershipId, term.from, `${path}.from`);
      if (term.to !== '*') await this.places.demand(partnershipId, term.to, `${path}.to`);
      if (Object.keys(term.categories).length === 0) throw new InvalidInputError([{ path: `${path}.categories`, message: 'Select at least one category' }]);
    }
  }

  async #write(agreement: Agreement, version: number, changes: Partial<Pick<Agreement, keyof Details | 'status' | 'signatures'>>, why?: string): Promise<Agreement> {
    await this.database.rows(Agreement).change(agreement, version, changes, why);
    await this.#tell(agreement);
    return agreement;
  }

  async #tell({ id, version, name, status, validFrom, validTo, signatures, terms }: Agreement): Promise<void> {
    await this.outbox.publish(AgreementChanged, { aggregateId: id, version, payload: { name, status, validFrom, validTo, signatures, terms } });
  }

  #today(): string {
    return todayInLondon(this.database.clock.now());
  }
}

/** Terms with an id that receipts cite and the number that people cite. */
const numbered = (terms: readonly NewTerm[]): Term[] => terms.map((term, index) => ({ ...term, id: v7(), number: index + 1 }));

export const shownAgreement = (agreement: Agreement): Shown => ({
  id: agreement.id,
  name: agreement.name,
  status: agreement.status,
  validFrom: agreement.validFrom,
  validTo: agreement.validTo,
  signatures: agreement.signatures,
  terms: agreement.terms,
  next: [...NEXT[agreement.status]],
  version: agreement.version,
  updatedAt: agreement.updatedAt.toISOString(),
});
