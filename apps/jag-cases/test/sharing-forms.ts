import type { caseConsents, caseDisclosures } from '@concordat/contracts-jag-cases';
import type { CallOf } from '@concordat/contracts-protocol';

const today = new Date().toISOString().slice(0, 10);

/** The person says that an agency may have what the school says. */
export const consentOf = (subjectId: string, agencyId: string): CallOf<typeof caseConsents.record>['body'] => ({
  subjectId, decision: 'given', givenBy: 'subject', giver: null, competence: { assessor: 'A. Teacher', on: today, reasons: 'In their own words' }, recipientAgencyIds: [agencyId], categories: ['education'], decidedOn: today,
  explained: 'Who sees it', evidence: 'said-in-person', evidenceNote: '', lastDay: null,
});

/** A decision that an agency may have it for a day. */
export const disclosureTo = (subjectId: string, agencyId: string): CallOf<typeof caseDisclosures.decide>['body'] => ({
  subjectId, decision: 'share', recipientAgencyId: agencyId, recipientUserId: null, requestedBy: 'PC Test', requestedPosition: 'Officer', requestedOn: null, categories: { education: ['attendance'] }, described: 'Attendance', purpose: 'Safe diversion',
  basis: 'public-task', gateway: 'cda-1998-s115', necessity: 'To plan', proportionality: 'One figure', considered: 'Asking', specialCategoryCondition: null, criminalOffenceCondition: null, policyDocument: '', dpia: '', advice: '', security: '',
  retention: '', told: false, whyNotTold: 'It would prejudice the visits', reasons: 'The need outweighs it', export: false, until: new Date(Date.now() + 86_400_000).toISOString(),
});
