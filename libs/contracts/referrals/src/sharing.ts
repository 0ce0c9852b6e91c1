import { consentRoutes, disclosureRoutes, emergencyRoutes, type CasePath } from '@concordat/contracts-protocol';

/** Where referrals are served; to the sharing policy a referral is a case. */
export const referralPath = { service: 'referrals', path: '/referrals/:caseId' } as const satisfies CasePath;

export const referralConsents = consentRoutes(referralPath);
export const referralDisclosures = disclosureRoutes(referralPath);
export const referralEmergencies = emergencyRoutes(referralPath);
