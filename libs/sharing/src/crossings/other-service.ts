import { CROSSINGS, OTHER_CASE_SERVICE, type AllegedGiver, type ErasureGround, type KeptFrom } from '@concordat/contracts-protocol';
import { Outbox } from '@concordat/platform-messaging';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Gate } from '../gate/gate.js';
import { CASE_SERVICE, type CaseServiceName } from '../protections/case-service.js';
import { LinkedRecords } from './linked-records.js';

/** A subject of this service, whom the other may know too. */
export interface KnownToBoth {
  partnershipId: string;
  subjectId: string;
}

/** Tells the other service that holds cases what closes there, for a person whom both know by a referral: sealed for it alone. */
@Injectable()
export class OtherService {
  constructor(
    private readonly gate: Gate,
    private readonly outbox: Outbox,
    private readonly links: LinkedRecords,
    @Inject(CASE_SERVICE) private readonly service: CaseServiceName,
  ) {}

  /** @param but referrals by which it came; nothing is told where no other joins the two services. */
  async tell(word: 'keeping' | 'harmAlleged', { partnershipId, subjectId }: KnownToBoth, closing: KeptFrom | AllegedGiver, but: readonly string[] = []): Promise<void> {
    const referralIds = (await this.links.referralsOf(partnershipId, subjectId)).filter((id) => !but.includes(id));
    if (referralIds.length === 0) return;
    const sealed = await this.gate.sealClosing(OTHER_CASE_SERVICE[this.service], closing);
    await this.outbox.publish(CROSSINGS[this.service][word], { aggregateId: v7(), payload: { referralIds, sealed } });
  }

  /** Tells that the person was erased here; nothing where no referral joins the two services. */
  async tellErased(erasureId: string, { partnershipId, subjectId }: KnownToBoth, ground: ErasureGround): Promise<void> {
    const referralIds = await this.links.referralsOf(partnershipId, subjectId);
    if (referralIds.length > 0) await this.outbox.publish(CROSSINGS[this.service].personErased, { aggregateId: erasureId, payload: { referralIds, ground } });
  }
}
