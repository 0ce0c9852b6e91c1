import { z } from 'zod';
import type { Category } from '../values.js';

/**
 * Categories of information that are special category data: UK GDPR Article 9(1). Sharing them needs a condition of
 * Article 9(2), and for some of those a condition of the Data Protection Act 2018, section 10 and Schedule 1.
 */
export const SPECIAL_CATEGORIES = ['health', 'mental-health', 'substance-use', 'equality'] as const satisfies readonly Category[];

/**
 * Categories that are personal data relating to criminal convictions and offences: UK GDPR Article 10, which takes in
 * allegations (Data Protection Act 2018, section 11(2)). Sharing them needs a condition of Schedule 1, unless it is done
 * under the control of official authority.
 */
export const CRIMINAL_OFFENCE_CATEGORIES = ['offending'] as const satisfies readonly Category[];

export const isSpecialCategory = (category: Category): boolean => SPECIAL_CATEGORIES.some((special) => special === category);
export const isCriminalOffenceCategory = (category: Category): boolean => CRIMINAL_OFFENCE_CATEGORIES.some((offence) => offence === category);

/** What a {@link Condition} lets be shared. */
export type Sensitivity = 'special-category' | 'criminal-offence';

export interface Condition {
  code: string;
  /** As people read it, with its place in the law. */
  name: string;
  /** What it may be relied on for. */
  allows: readonly Sensitivity[];
  /** Whether it is the consent of the person: a term that relies on it shares nothing without. */
  asksConsent: boolean;
  /** Whether an Appropriate Policy Document has to be in place: Schedule 1, paragraphs 1(1)(b), 5 and Part 4. */
  needsPolicyDocument: boolean;
}

const special = ['special-category'] as const;
const criminal = ['criminal-offence'] as const;
const both = [...special, ...criminal] as const;

/**
 * The conditions on which special category and criminal offence data may be shared that community safety work uses: UK GDPR
 * Article 9(2), and the Data Protection Act 2018, Schedule 1 (section 10(2), (3) and (5)). A condition of Part 2 is relied on
 * for criminal offence data as paragraph 36 extends it, without the test of substantial public interest.
 */
export const CONDITIONS = [
  { code: 'explicit-consent', name: 'Explicit consent: UK GDPR Article 9(2)(a)', allows: special, asksConsent: true, needsPolicyDocument: false },
  { code: 'vital-interests', name: 'Vital interests of somebody who cannot consent: UK GDPR Article 9(2)(c)', allows: special, asksConsent: false, needsPolicyDocument: false },
  { code: 'legal-claims', name: 'Legal claims: UK GDPR Article 9(2)(f)', allows: special, asksConsent: false, needsPolicyDocument: false },
  { code: 'sch1-1-social-protection', name: 'Social security and social protection: DPA 2018 Schedule 1 paragraph 1', allows: both, asksConsent: false, needsPolicyDocument: true },
  { code: 'sch1-2-health-or-social-care', name: 'Health or social care: DPA 2018 Schedule 1 paragraph 2', allows: both, asksConsent: false, needsPolicyDocument: false },
  { code: 'sch1-6-statutory', name: 'Statutory and government purposes: DPA 2018 Schedule 1 paragraph 6', allows: both, asksConsent: false, needsPolicyDocument: true },
  { code: 'sch1-8-equality', name: 'Equality of opportunity or treatment: DPA 2018 Schedule 1 paragraph 8', allows: special, asksConsent: false, needsPolicyDocument: true },
  { code: 'sch1-10-unlawful-acts', name: 'Preventing or detecting unlawful acts: DPA 2018 Schedule 1 paragraph 10', allows: both, asksConsent: false, needsPolicyDocument: true },
  { code: 'sch1-18-safeguarding', name: 'Safeguarding children and individuals at risk: DPA 2018 Schedule 1 paragraph 18', allows: both, asksConsent: false, needsPolicyDocument: true },
  { code: 'sch1-29-consent', name: 'Consent: DPA 2018 Schedule 1 paragraph 29', allows: criminal, asksConsent: true, needsPolicyDocument: false },
  { code: 'sch1-30-vital-interests', name: 'Vital interests of somebody who cannot consent: DPA 2018 Schedule 1 paragraph 30', allows: criminal, asksConsent: false, needsPolicyDocument: false },
  { code: 'sch1-33-legal-claims', name: 'Legal claims: DPA 2018 Schedule 1 paragraph 33', allows: criminal, asksConsent: false, needsPolicyDocument: false },
  { code: 'official-authority', name: 'Under the control of official authority: UK GDPR Article 10(1)', allows: criminal, asksConsent: false, needsPolicyDocument: false },
] as const satisfies readonly Condition[];

export type ConditionCode = (typeof CONDITIONS)[number]['code'];
export const conditionCode = z.enum(CONDITIONS.map(({ code }) => code));

export function conditionCalled(code: ConditionCode): Condition {
  const found = CONDITIONS.find((condition) => condition.code === code);
  if (found === undefined) throw new Error(`No condition is called ${code}`);
  return found;
}

/** Which conditions have to be named before these categories are shared. */
export function sensitivityOf(categories: readonly Category[]): Sensitivity[] {
  return [...(categories.some(isSpecialCategory) ? special : []), ...(categories.some(isCriminalOffenceCategory) ? criminal : [])];
}
