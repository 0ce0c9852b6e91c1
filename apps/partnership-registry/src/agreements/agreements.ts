import { isDeepStrictEqual } from 'node:util';
import {
  AGREEMENT_TRANSITIONS,
  AgreementChanged,
  listAgreements,
  type addAgreement,
  type AgreementFault,
  type AgreementStatus,
  type AgreementTerm,
} from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { todayInLondon } from '../calendar.js';
import { faultsOf, type Written } from './agreement-faults.js';
import { AgreementChecks } from './agreement-checks.js';
import { Agreement, isLive, signatoriesOf } from './agreement.entity.js';
import { AgreementNotices } from './chasing/agreement-notices.js';

type Details = InputOf<typeof addAgreement>['body'];
type NewTerm = Details['terms'][number];
type Changes = Partial<Pick<Agreement, keyof Details | 'status' | 'signatures' | 'attachments' | 'reviews'>>;

@Injectable()
export class Agreements {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly checks: AgreementChecks,
    private readonly notices: AgreementNotices,
  ) {}

  async page(partnershipId: string, { status, after, size }: InputOf<typeof listAgreements>['query']): Promise<Page<Agreement>> {
    const where = { partnershipId, ...(status === undefined ? {} : { status }) };
    return this.database.rows(Agreement).page(where, { order: [{ name: 'asc' }, { id: 'asc' }], after, size });
  }

  async get(partnershipId: string, agreementId: string): Promise<Agreement> {
    return this.database.rows(Agreement).get({ partnershipId, id: agreementId });
  }

  /** What stands in the way of bringing it into force, beside signatures. */
  async faults(partnershipId: string, written: Written): Promise<AgreementFault[]> {
    return faultsOf(written, await this.checks.healthOrSocialCare(partnershipId));
  }

  async add(partnershipId: string, { terms, ...details }: Details): Promise<Agreement> {
    await this.checks.demand(partnershipId, { terms, ...details });
    return this.#draft(partnershipId, { ...details, terms: numbered(terms) }, { edition: 1, supersedes: null, attachments: [] });
  }

  /** @throws RuleError `not-a-draft` */
  async change(partnershipId: string, agreementId: string, version: number, { terms, ...details }: Details): Promise<Agreement> {
    const agreement = await this.seen(partnershipId, agreementId, version);
    if (agreement.status !== 'draft') throw new RuleError('not-a-draft', 'Only a draft can be changed');
    await this.checks.demand(partnershipId, { terms, ...details }, agreement);
    return this.write(agreement, version, { ...details, terms: numbered(terms, agreement.terms) });
  }

  /** @throws RuleError `not-in-force`, `edition-open` */
  async makeEdition(partnershipId: string, agreementId: string, version: number): Promise<Agreement> {
    const { name, validFrom, validTo, parties, purposes, aim, terms, policyDocument, impactAssessment, retention, security, rights, reviewOn, status, edition, attachments } =
      await this.seen(partnershipId, agreementId, version);
    if (status !== 'active' && status !== 'suspended') throw new RuleError('not-in-force', 'A new version is made of an agreement that is in force or suspended');
    const open = await this.database.rows(Agreement).count({ partnershipId, supersedes: agreementId, status: { $in: ['draft', 'in-review'] } });
    if (open > 0) throw new RuleError('edition-open', 'A new version is being written already');
    const written = { name, validFrom, validTo, parties, purposes, aim, terms: numbered(terms), policyDocument, impactAssessment, retention, security, rights, reviewOn };
    const begins = this.#today() > validFrom && this.#today() < validTo ? this.#today() : validFrom;
    return this.#draft(partnershipId, { ...written, validFrom: begins }, { edition: edition + 1, supersedes: agreementId, attachments });
  }

  /** @throws RuleError `not-in-review`, `not-a-party`, `signed-already`, `in-the-future`, `agreement-ended` */
  async sign(partnershipId: string, agreementId: string, { version, agencyId, on }: { version: number; agencyId: string; on: string }): Promise<Agreement> {
    const agreement = await this.seen(partnershipId, agreementId, version);
    if (agreement.status === 'ended') throw new RuleError('agreement-ended', 'The agreement has ended');
    if (agreement.status === 'draft') throw new RuleError('not-in-review', 'Send it for review first: a draft can still change');
    if (!agreement.parties.some((party) => party.agencyId === agencyId)) throw new RuleError('not-a-party', 'Only agencies that the agreement names as parties can sign it');
    if (on > this.#today()) throw new RuleError('in-the-future', 'The date of a signature cannot be in the future');
    if (signatoriesOf(agreement).includes(agencyId)) throw new RuleError('signed-already', 'The agency has signed it already');
    return this.write(agreement, version, { signatures: [...agreement.signatures, { agencyId, on, withdrawnOn: null }] });
  }

  /** @throws RuleError `not-signed` */
  async withdraw(partnershipId: string, agreementId: string, { version, agencyId, why }: { version: number; agencyId: string; why: string }): Promise<Agreement> {
    const agreement = await this.seen(partnershipId, agreementId, version);
    if (!signatoriesOf(agreement).includes(agencyId)) throw new RuleError('not-signed', 'The agency has not signed it');
    const signatures = agreement.signatures.map((signature) =>
      signature.agencyId === agencyId && isLive(signature) ? { ...signature, withdrawnOn: this.#today() } : signature,
    );
    return this.write(agreement, version, { signatures }, why);
  }

  /** @throws RuleError as `moveAgreement` says */
  async move(partnershipId: string, agreementId: string, { version, status, why }: { version: number; status: AgreementStatus; why: string }): Promise<Agreement> {
    const agreement = await this.seen(partnershipId, agreementId, version);
    const next = AGREEMENT_TRANSITIONS[agreement.status];
    if (!next.includes(status)) throw new RuleError('transition-not-allowed', `An agreement that is ${agreement.status} cannot become ${status}`, { next });
    if (status === 'in-review' || status === 'active') await this.#demandComplete(agreement);
    if (status === 'active') await this.#demandForce(agreement);
    if (status === 'in-review') await this.notices.tell(agreement, 'agreement-to-sign');
    return this.write(agreement, version, { status, ...(status === 'draft' ? { signatures: [] } : {}) }, why);
  }

  /** @throws RuleError `not-in-force`; InvalidInputError for a next review that is not to come, or after its end */
  async review(partnershipId: string, agreementId: string, { version, outcome, nextOn, by }: { version: number; outcome: string; nextOn: string; by: string }): Promise<Agreement> {
    const agreement = await this.seen(partnershipId, agreementId, version);
    if (agreement.status !== 'active' && agreement.status !== 'suspended') throw new RuleError('not-in-force', 'An agreement that is in force or suspended is reviewed');
    const today = this.#today();
    if (nextOn <= today) throw new InvalidInputError([{ path: 'body.nextOn', message: 'The next review must be in the future' }]);
    if (nextOn > agreement.validTo) throw new InvalidInputError([{ path: 'body.nextOn', message: 'The next review must be no later than its end' }]);
    return this.write(agreement, version, { reviewOn: nextOn, reviews: [...agreement.reviews, { on: today, by, outcome, nextOn }] });
  }

  /** A writer who saw another version is told what changed, before any rule that this would run into. */
  async seen(partnershipId: string, agreementId: string, version: number): Promise<Agreement> {
    const agreement = await this.get(partnershipId, agreementId);
    await this.database.rows(Agreement).change(agreement, version, {});
    return agreement;
  }

  async #demandComplete(agreement: Agreement): Promise<void> {
    const faults = await this.faults(agreement.partnershipId, agreement);
    const [first] = faults;
    if (first !== undefined) throw new RuleError('not-complete', `It is not complete. ${first.message}`, { faults });
  }

  /** What being in force asks besides; ends the agreement whose place it takes, in the same transaction. */
  async #demandForce(agreement: Agreement): Promise<void> {
    const signed = signatoriesOf(agreement);
    if (signed.length < 2) throw new RuleError('two-signatures-needed', 'Two agencies must sign it first');
    for (const { number, from, to } of agreement.terms) {
      const named = [...(from === '*' ? [] : from), ...(to === '*' ? [] : to)];
      if (named.some((agencyId) => !signed.includes(agencyId))) throw new RuleError('party-not-signed', `Term ${number} names an agency that has not signed: let it sign, or go back to a draft and change the term`);
    }
    if (agreement.validTo <= this.#today()) throw new RuleError('validity-over', 'The time for which it holds is over');
    if (agreement.supersedes !== null) await this.#endSuperseded(agreement, agreement.supersedes);
  }

  async #endSuperseded({ partnershipId, validFrom, edition }: Agreement, supersededId: string): Promise<void> {
    const earlier = await this.get(partnershipId, supersededId);
    const ends = validFrom > this.#today() ? validFrom : this.#today();
    if (earlier.status === 'ended' || earlier.validTo <= ends) return;
    if (earlier.validFrom >= ends) throw new RuleError('supersedes-too-early', 'It begins before the version whose place it takes: choose a later start');
    await this.write(earlier, earlier.version, { validTo: ends }, `Version ${edition} takes its place`);
  }

  async #draft(partnershipId: string, details: Omit<Details, 'terms'> & { terms: AgreementTerm[] }, line: Pick<Agreement, 'edition' | 'supersedes' | 'attachments'>): Promise<Agreement> {
    const agreement = this.database.rows(Agreement).insert({ partnershipId, ...details, ...line, status: 'draft', signatures: [], reviews: [] });
    await this.#tell(agreement);
    return agreement;
  }

  /** Writes what changes of an agreement, and tells the other services. */
  async write(agreement: Agreement, version: number, changes: Changes, why?: string): Promise<Agreement> {
    await this.database.rows(Agreement).change(agreement, version, changes, why);
    await this.#tell(agreement);
    return agreement;
  }

  async #tell({ id, version, name, status, validFrom, validTo, signatures, terms, parties, supersedes }: Agreement): Promise<void> {
    const shared = terms.map(({ conditions: _conditions, ...term }) => term);
    const payload = { name, status, validFrom, validTo, signatures, terms: shared, parties: parties.map(({ agencyId }) => agencyId), supersedes };
    await this.outbox.publish(AgreementChanged, { aggregateId: id, version, payload });
  }

  #today(): string {
    return todayInLondon(this.database.clock.now());
  }
}

/** Terms with an id that receipts cite and the number that people cite. One that says what one of `before` said is that one. */
function numbered(terms: readonly NewTerm[], before: readonly AgreementTerm[] = []): AgreementTerm[] {
  const left = [...before];
  return terms.map((term, index) => {
    const place = left.findIndex(({ id: _id, number: _number, ...known }) => isDeepStrictEqual(known, term));
    const [same] = place < 0 ? [] : left.splice(place, 1);
    return { ...term, id: same?.id ?? v7(), number: index + 1 };
  });
}
