import type { PlacedItem, Placement } from '../items/placement.js';

/** A sealed text about a subject, which the case's owner and the agencies that the record names may read (see `recordCondition`). */
const sealed = (owner: string, category: PlacedItem['category'], fields: readonly string[]): PlacedItem => ({ owner, category, subject: 'subject_id', fields });

const recorded = { case_id: 'on which case', subject_id: 'about whom', recorded_by_user_id: 'who wrote it', recorded_for_agency_id: 'for which agency; it is named' };

/** Where the columns of records about sharing stand: for the case's owner, the agencies that a record names, and information governance of both. */
export const RECORD_PLACEMENT: Placement = {
  consent_statement: {
    items: {
      content: sealed('recorded_for_agency_id', 'professional-opinion', ['explained', 'competence', 'giver', 'evidence']),
      withdrawal: sealed('recorded_for_agency_id', 'professional-opinion', ['by', 'how', 'note']),
    },
    policy: { ...recorded, consent_id: 'the record of consent', giver_id: 'who decided for them' },
  },
  subject_relation: {
    items: { name: sealed('recorded_for_agency_id', 'family', ['name']), harm: sealed('recorded_for_agency_id', 'safeguarding', ['what', 'source']) },
    policy: { ...recorded, relationship: 'to the subject', harm_alleged_from: 'from when what they decided does not count' },
  },
  person_answer: {
    items: { content: sealed('recorded_for_agency_id', 'professional-opinion', ['by', 'about']) },
    policy: { ...recorded, kind: 'agreement, confidence or told', answer: 'yes or no', said_on: 'when' },
  },
  withdrawal_task: {
    items: { note: sealed('agency_id', 'professional-opinion', ['note']) },
    policy: {
      case_id: 'on which case', subject_id: 'about whom', consent_id: 'which consent', cause: 'why', agency_id: 'whose task; it is named', categories: 'of what', since: 'when',
      done_at: 'when', done_by_user_id: 'who', how: 'what was done',
    },
  },
  sharing_decision: {
    items: {
      content: sealed('owner_agency_id', 'professional-opinion', ['described', 'purpose', 'necessity', 'proportionality', 'considered', 'reasons']),
      why_revoked: sealed('owner_agency_id', 'professional-opinion', ['why']),
    },
    policy: {
      case_id: 'on which case', subject_id: 'about whom', owner_agency_id: 'who decided; it is named', recipient_agency_id: 'to whom; it is named', decided_by_user_id: 'who', decided_at: 'when',
      disclosure_id: 'what it opens',
    },
  },
  emergency_access: {
    items: {
      content: sealed('agency_id', 'safeguarding', ['name', 'threat']),
      review: sealed('the reviewer’s agency', 'professional-opinion', ['note']),
    },
    policy: {
      case_id: 'on which case', subject_id: 'about whom', user_id: 'who used it', agency_id: 'for which agency', owner_agency_ids: 'whose information; they are named', disclosure_ids: 'what opens it',
      categories: 'what', opened_at: 'when', ends_at: 'until when', review_due: 'when its review is due', chase_at: 'when its review is chased next', reviewed_at: 'when', reviewed_by_user_id: 'who',
      outcome: 'of the review',
    },
    plumbing: { chased: 'how often its review was chased' },
  },
  alleged_elsewhere: {
    policy: { subject_id: 'about whom', came_from: 'the allegation in the other service', alleged_from: 'from when what they decided does not count' },
    plumbing: { name: 'sealed; read by nobody: compared with the names of those who decide for the subject' },
  },
  emergency_elsewhere: 'how often a user used emergency access in the other service: whom and when, of no case',
  sharing_case_reference: 'what people call each case, for those who may know of a record on it',
  settled_count: 'how many items of a kind an agency owns, as it is told of changes of agreements: of no case and no person',
  sharing_holding: 'which agencies hold which kinds of information on whom, for opening it in an emergency; read by that alone',
};
