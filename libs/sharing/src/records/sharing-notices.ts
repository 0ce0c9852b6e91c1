import type { Role, SharingNotice } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import { Gate } from '../gate/gate.js';
import { SharingHost } from './host.js';

export interface SharingAudience {
  agencyIds: readonly string[];
  roles: readonly Role[];
  /** One of them alone, where the record names one. */
  userId?: string | null;
}

/** Tells agencies' people of a record about sharing: only those whom the gate lets through. */
@Injectable()
export class SharingNotices {
  constructor(
    private readonly gate: Gate,
    private readonly host: SharingHost,
  ) {}

  /**
   * @param recordId where those who are told read of it; null where it is of several records
   * @param audience holders of one of the roles in one of the agencies, all of which the record names
   */
  async tell(kind: SharingNotice, { partnershipId, id }: { partnershipId: string; id: string }, recordId: string | null, audience: SharingAudience): Promise<void> {
    await this.host.notify({ kind, recordId, passage: await this.gate.toNamed({ way: 'notice', partnershipId, caseId: id }, audience) });
  }
}
