/** Notices about consent, disclosures and emergency access, raised by each service that has cases. */
export const SHARING_NOTICES = ['consent-withdrawn', 'consent-ended', 'disclosure-decided', 'emergency-access-used', 'emergency-review-overdue'] as const;
export type SharingNotice = (typeof SHARING_NOTICES)[number];
