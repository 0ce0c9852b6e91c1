import { Injectable } from '@nestjs/common';

/** People, and whole agencies, from whom cases are kept from now on. */
export interface Barred {
  partnershipId: string;
  caseIds: readonly string[];
  userIds: readonly string[];
}

/** What a service does as soon as somebody is kept from a case: it takes back what it told them. */
@Injectable()
export abstract class Barring {
  /** Inside the open transaction. */
  abstract barred(barred: Barred): Promise<void>;
  /** A member of staff may be, or may tell, somebody in the register: those of the case's owner who keep the register should look. */
  abstract nearMatchFound(partnershipId: string, caseId: string): Promise<void>;
}
