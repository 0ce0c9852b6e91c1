import type { Passage } from '../gate/passage.js';
import type { SharingNotice } from '@concordat/contracts-protocol';

/** Something that was done about sharing on a case, in codes and ids. */
export interface SharingHappening {
  caseId: string;
  kind: 'consent-recorded' | 'consent-withdrawn' | 'harm-alleged' | 'sharing-decided' | 'disclosure-revoked' | 'emergency-access-used' | 'emergency-access-reviewed';
  facts: Record<string, string>;
}

/** Consent that was withdrawn, for the services with which the case's own shared. */
export interface Withdrawal {
  caseId: string;
  consentId: string;
  subjectId: string;
  recipientAgencyIds: readonly string[];
  categories: readonly string[];
  at: Date;
}

/** Word of a record about sharing to people, who were chosen because they may know of it. */
export interface SharingWord {
  kind: SharingNotice;
  /** null where it is of several. */
  recordId: string | null;
  passage: Passage<readonly string[]>;
}

/** What a service that has cases does when something is done about sharing on one of them. */
export abstract class SharingHost {
  abstract notify(word: SharingWord): Promise<void>;
  /** Keeps it where the case's owner reads what happened. */
  abstract keep(happening: SharingHappening): void;
  /** Tells the services with which it was shared. */
  abstract withdrawn(withdrawal: Withdrawal): Promise<void>;
}
