import type { Category } from '@concordat/contracts-protocol';

/** A field of an item: its code in agreements' terms, what pages call it, and whether it takes more than a line. */
export interface ItemField {
  code: string;
  name: string;
  long: boolean;
}

export interface ItemForm {
  category: Category;
  name: string;
  fields: readonly ItemField[];
}

const short = (code: string, name: string): ItemField => ({ code, name, long: false });
const long = (code: string, name: string): ItemField => ({ code, name, long: true });

/** The fields that an item of each category may have. An item has at least one; a term lists fields by these codes. */
export const ITEM_FORMS: readonly ItemForm[] = [
  { category: 'identity', name: 'Name and identity', fields: [short('givenName', 'Given name'), short('familyName', 'Family name'), short('otherNames', 'Other names'), short('dateOfBirth', 'Date of birth'), short('school', 'School or provider')] },
  { category: 'contact', name: 'Contact details', fields: [short('telephone', 'Telephone number'), short('email', 'Email address'), long('contactNotes', 'Best way to make contact'), short('safeMeans', 'Safe means of contact'), short('safeDays', 'Safe days'), short('safeHours', 'Safe hours'), short('serviceNamed', 'May the service be named'), long('safeWords', 'Words to use'), long('mustNotAnswer', 'Who must not answer or find out'), long('safeContact', 'How and when contact is safe')] },
  { category: 'address', name: 'Address', fields: [long('address', 'Address'), short('uprn', 'Unique property reference number')] },
  { category: 'family', name: 'Family and carers', fields: [long('household', 'Household'), long('youngPersonTold', 'Whether the young person knows'), long('parentsTold', 'Whether a parent or carer knows')] },
  { category: 'education', name: 'Education', fields: [short('attendance', 'Attendance'), long('exclusions', 'Suspensions and exclusions'), long('support', 'Support at school')] },
  { category: 'behaviour', name: 'Behaviour and incidents', fields: [long('incidents', 'What happened'), long('harmed', 'Who is harmed, and how'), long('tried', 'What was tried')] },
  { category: 'offending', name: 'Offending', fields: [long('offences', 'Offences and investigations'), long('outcomes', 'Outcomes')] },
  { category: 'housing', name: 'Housing', fields: [long('tenancy', 'Tenancy'), long('complaints', 'Complaints')] },
  { category: 'health', name: 'Health', fields: [long('summary', 'Summary')] },
  { category: 'mental-health', name: 'Mental health', fields: [long('summary', 'Summary')] },
  { category: 'substance-use', name: 'Substance use', fields: [long('summary', 'Summary')] },
  { category: 'safeguarding', name: 'Safeguarding', fields: [long('concern', 'Concern'), long('done', 'What was done')] },
  { category: 'domestic-abuse', name: 'Domestic abuse', fields: [short('riskBand', 'Risk band'), long('concern', 'Concern')] },
  { category: 'equality', name: 'Equality', fields: [long('needs', 'Needs and characteristics')] },
  {
    category: 'professional-opinion',
    name: 'Professional opinion and plans',
    fields: [
      long('asked', 'What is asked of the forum'),
      long('ownView', 'The person’s own view'),
      long('opinion', 'Opinion'),
      long('objective', 'Objective'),
      long('analysis', 'Analysis'),
      long('whatChanged', 'What changed'),
      long('discussion', 'Discussion at the meeting'),
      long('decision', 'Decision'),
      long('action', 'Action'),
      long('result', 'Result of an action'),
      long('question', 'Information asked for'),
      long('reason', 'Reason for a referral'),
      long('agreement', 'Agreement to the service'),
      long('note', 'Note of a contact'),
      long('plan', 'Support plan'),
      long('feedback', 'Feedback in the person’s words'),
      long('outcome', 'What was achieved'),
      long('consentExplained', 'What was explained when consent was given'),
      long('consentReceipt', 'Receipt of consent'),
    ],
  },
];

/** The form of a category; every category has one. */
export function formOf(category: Category): ItemForm {
  const form = ITEM_FORMS.find((candidate) => candidate.category === category);
  if (!form) throw new Error(`No item form for the category ${category}`);
  return form;
}

/** Codes among `given` that the category does not have; the category's own codes say what may be given instead. */
export function unknownFields(category: Category, given: readonly string[]): string[] {
  const known = new Set(formOf(category).fields.map((field) => field.code));
  return given.filter((code) => !known.has(code));
}
