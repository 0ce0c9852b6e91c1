/** Notices about consent, disclosures, emergency access and readers of marked items, raised by each service that has cases. */
export const SHARING_NOTICES = ['consent-withdrawn', 'consent-ended', 'disclosure-decided', 'emergency-access-used', 'emergency-review-overdue', 'known-to-asked', 'reader-asked'] as const;
export type SharingNotice = (typeof SHARING_NOTICES)[number];

/** What kinds of record such a notice leads to. */
export const SHARING_RECORDS = ['consent', 'sharing-decision', 'emergency-access', 'withdrawal-task', 'known-to-word', 'reader-request'] as const;
export type SharingRecord = (typeof SHARING_RECORDS)[number];

/** The record of which each of these notices tells. */
export const RECORD_OF_NOTICE: Readonly<Record<SharingNotice, SharingRecord>> = {
  'consent-withdrawn': 'withdrawal-task',
  'consent-ended': 'consent',
  'disclosure-decided': 'sharing-decision',
  'emergency-access-used': 'emergency-access',
  'emergency-review-overdue': 'emergency-access',
  'known-to-asked': 'known-to-word',
  'reader-asked': 'reader-request',
};
