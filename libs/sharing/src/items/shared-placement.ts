import { RECORD_PLACEMENT } from '../records/record-placement.js';
import type { Placement } from './placement.js';

/** Where the tables stand that every casework service has: the sharing policy's own, and the platform's. */
export const SHARED_PLACEMENT: Placement = {
  ...RECORD_PLACEMENT,
  item: {
    items: { content: { owner: 'owner_agency_id', category: 'the item’s own', subject: 'subject_id', fields: '*' } },
    policy: {
      case_id: 'the case that it is on', subject_id: 'about whom', owner_agency_id: 'whose', category: 'of which kind', fields: 'which fields are filled in',
      marking: 'kept for the victim’s safety', existence_shown: 'others may know that there is something', added_by: 'who wrote it, shown with it',
    },
  },
  erasure: {
    policy: {
      case_id: 'a case of the agency', subject_id: 'about whom', agency_id: 'seen by its information governance', ground: 'on what ground', reference: 'the agency’s number of the request',
      asked_by: 'who asked', hold: 'why they are kept', decided_by: 'the second person', decided_at: 'when',
    },
  },
  circle_entry: {
    policy: { case_id: 'the case', agency_id: 'the case’s owner sees all, each agency its own', from_at: 'since when', to_at: 'until when', user_ids: 'for whom of the agency' },
  },
  item_reader: { policy: { item_id: 'the item', user_id: 'seen by the item’s owner' } },
  case_exclusion: {
    policy: { case_id: 'the case', user_id: 'seen by the case’s owner', added_by: 'seen by the case’s owner' },
    plumbing: { why: 'sealed; told to those of the case’s owner who keep colleagues from it' },
  },
  related_subject: { policy: { user_id: 'whose conflict of interest; never shown to colleagues', subject_id: 'with whom; never shown to colleagues', case_reference: 'by which they know it again; shown to them alone' } },
  must_not_receive: {
    policy: {
      subject_id: 'who is to be kept safe', user_id: 'seen by those who keep the register', agency_id: 'seen by those who keep the register', from_at: 'since when', to_at: 'until when',
      added_by: 'seen by those who keep the register', came_from: 'the entry of another service that it came from',
    },
    plumbing: { why: 'sealed; told to those who keep the register' },
  },
  registered_person: {
    policy: {
      subject_id: 'who is to be kept safe', relation: 'seen by those who keep the register', from_at: 'since when', to_at: 'until when', added_by: 'seen by those who keep the register',
      came_from: 'the entry of another service that it came from',
    },
    plumbing: { name: 'sealed; told to those who keep the register', why: 'sealed; told to those who keep the register' },
  },
  registered_name: 'keyed tokens of names in the register, by which staff of a like name are found',
  staff_name: 'keyed tokens of names of staff, for the register',
  near_match: {
    policy: {
      person_id: 'seen by those who keep the register', user_id: 'seen by those who keep the register', likeness: 'seen by those who keep the register',
      answer: 'seen by those who keep the register', answered_by: 'seen by those who keep the register',
    },
  },
  named_reader_request: {
    policy: {
      item_id: 'seen by those of the item’s owner who may read it, and by its information governance', agency_id: 'whose item it is', case_id: 'of which case', subject_id: 'about whom', category: 'of which kind', user_id: 'for whom', asked_by: 'who asked', decision: 'what a second person said', decided_by: 'who said it',
    },
    plumbing: { why: 'sealed; told to those of the item’s owner who may read it, and to its information governance' },
  },
  known_to_word: {
    items: {
      why: { owner: 'the agency that asked', category: 'professional-opinion', subject: 'subject_id', fields: ['why'] },
      note: { owner: 'agency_id', category: 'professional-opinion', subject: 'subject_id', fields: ['note'] },
    },
    drawn: { item_id: 'the whole row: it is there for those of the agency who may read what it knows the person by' },
    policy: {
      ask_id: 'seen by nobody', case_id: 'the agency’s own record', subject_id: 'about whom', agency_id: 'whose row it is', from_agency_id: 'who asked', from_user_id: 'who asked', purpose: 'what for',
      asked_at: 'when', never_user_ids: 'people of the agency who must never learn of it', keep_from_asker: 'then for information governance and victim safety leads alone',
      decision: 'whether the agency makes contact: never shown to whoever asked', decided_at: 'when', decided_by_user_id: 'who',
    },
  },
  case_subject: { policy: { case_id: 'the case', subject_id: 'who it is about: an id, whose name is an item' } },
  consent: {
    policy: {
      subject_id: 'whose', purpose: 'for what', recipient_agency_ids: 'to whom', categories: 'of what', decision: 'given or refused', given_by: 'in what capacity',
      competent: 'whether assessed as able to decide', recorded_at: 'when', withdrawn_at: 'until when', expires_at: 'until when', invalidated_at: 'until when',
    },
  },
  disclosure: {
    policy: {
      kind: 'authorised, or in an emergency', case_id: 'on which case', subject_id: 'about whom', owner_agency_id: 'whose', recipient_agency_id: 'to whom', user_id: 'to whom alone',
      categories: 'what', gateway: 'on which power', exportable: 'whether it may leave', authorised_by_user_id: 'who decided', authorised_for_agency_id: 'for which agency',
      authorised_at: 'since when', expires_at: 'until when', revoked_at: 'until when',
    },
  },
  share_receipt: {
    policy: {
      user_id: 'who saw', membership_id: 'as what', agency_id: 'for which agency; sees its own receipts', owner_agency_id: 'whose it is; sees the receipts', case_id: 'the case', subject_id: 'about whom',
      item_id: 'the item', item_version: 'as it then was', category: 'of which kind', action: 'read or export', fields: 'codes of the fields seen', reasons: 'why',
      at: 'when', day: 'when', rests_on: 'versions of the rows that decided', snapshot: 'for the replay', written_xid: 'for the replay', written_at: 'for the replay',
    },
    plumbing: { said: 'digest of fields and reasons, by which a repeat is known' },
  },
  sharing_history: 'rows that the policy compares as they were, for replaying receipts; read by the replay alone',
  sharing_case: 'purpose and owner of each case, which the policy compares',
  sharing_permission: 'worked out from agreements, which everybody of the partnership may read',
  sharing_consent_period: 'worked out from consents, and read by the policy alone',
  agreement_projection: 'agreements, which everybody of the partnership may read',
  partnership_projection: 'what the partnership is called',
  agency_projection: 'what agencies are called, and what they allow',
  membership_projection: 'who works where, and as what',
  decision_client: 'systems that ask for decisions, with hashes of their secrets',
  registry_heard: 'when the registry was last heard of',
  audit_entry: 'who did what, in codes and ids; details are sealed, and read by auditors',
  audit_batch: 'hashes of audit entries',
  audit_head: 'hash of the last batch',
  audit_check: 'when the chain was last followed, and how many faults it had',
  idempotency_key: 'answers to requests sent twice, sealed, for who sent them',
  history: 'changes of columns that are placed here; what was sealed stays sealed',
  outbox: 'events, which hold codes and ids; what is about a person is sealed to one service',
  outbox_delivery: 'which service has had which event',
  inbox: 'ids of events',
  applied_version: 'versions of aggregates',
  dead_letter: 'events that failed, as in the outbox',
  mikro_orm_migrations: 'which migrations ran',
};
