import { consentRoutes, disclosureRoutes, emergencyRoutes, type CasePath } from '@concordat/contracts-protocol';

/** Where casework serves its cases. */
export const casePath = { service: 'jag-cases', path: '/cases/:caseId' } as const satisfies CasePath;

export const caseConsents = consentRoutes(casePath);
export const caseDisclosures = disclosureRoutes(casePath);
export const caseEmergencies = emergencyRoutes(casePath);
