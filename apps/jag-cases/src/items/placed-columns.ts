import { SHARED_PLACEMENT, type PlacedItem, type Placement } from '@concordat/sharing';

/** What the case's owner writes on the case itself: read by its own users alone, as its own items are. */
const written = (...fields: string[]): PlacedItem => ({ owner: 'the case’s owner', category: 'professional-opinion', subject: 'the first subject of the case', fields });

/** Whose every column of the service's database is, and who may see it (section "What is an item" of the sharing policy). */
export const PLACED_COLUMNS: Placement = {
  ...SHARED_PLACEMENT,
  case: {
    frame: ['reference', 'forum_code', 'purpose', 'state', 'since', 'held_from', 'owner_agency_id', 'lead_user_id', 'nominated_at', 'accepted_at', 'closed_at'],
    items: { criteria: written('criteria'), outcome: written('outcome') },
    owner: {
      nominating_agency_id: 'and the agency that nominated', nominated_by: 'and the agency that nominated', basis: 'and the agency that nominated', gateway: 'and the agency that nominated',
      outcome_code: 'and figures, without who', positive: 'and figures, without who',
    },
  },
  case_state: {
    frame: ['case_id', 'state', 'from_at', 'to_at'],
    items: { reason: written('reason') },
    owner: { by_user_id: 'nobody', until: 'and the agencies that are asked', agency_ids: 'and each agency of itself' },
  },
  subject: { policy: { kind: 'consent is a person’s', sixteenth_birthday: 'consent by a parent ends then', eighteenth_birthday: 'an attorney may decide from then' }, plumbing: { erased_at: 'told to information governance of the case’s owner' } },
  search_token: { drawn: { item_id: 'the whole row: the item that says the name' }, plumbing: { subject_id: 'an id', item_version: 'as it then was', field: 'a code', kind: 'a code', token: 'a keyed digest: what is found by it is shown through items' } },
  known_to_ask: {
    items: {
      why: { owner: 'agency_id', category: 'professional-opinion', subject: 'subject_id', fields: ['why'] },
      review: { owner: 'agency_id', category: 'professional-opinion', subject: 'subject_id', fields: ['note'] },
    },
    policy: {
      case_id: 'on which case', subject_id: 'about whom', user_id: 'who asked', agency_id: 'whose row it is', purpose: 'what for', asked_at: 'when', reviewed_at: 'when',
      reviewed_by_user_id: 'who', outcome: 'of the review',
    },
  },
  action: {
    drawn: { what_item_id: 'the whole row: an action is there for those who may read what it is', result_item_id: 'what came of it' },
    frame: ['case_id', 'number', 'agency_id', 'user_id', 'due', 'kind', 'state', 'finished_at', 'meeting_id', 'given_by'],
  },
  timeline_entry: {
    drawn: { item_id: 'the whole row: it is there for those who may read the item' },
    frame: ['case_id', 'at', 'by_user_id', 'by_agency_id', 'kind', 'facts'],
    owner: { owner_only: 'nobody: whether the row is for the owner alone' },
  },
  case_referral: {
    owner: { case_id: 'nobody', subject_id: 'nobody', service_id: 'nobody', state: 'nobody', requested_at: 'nobody', first_contact_at: 'and figures, without who', by_user_id: 'nobody', consent_ids: 'nobody' },
  },
  case_referral_step: { owner: { referral_id: 'nobody', state: 'nobody', at: 'nobody' } },
  meeting: 'when and where a forum meets, for its agencies; the cases are on the agenda',
  attendance: 'which agencies were at a meeting; each sees its own line, the forum’s owner all',
  agenda_entry: {
    frame: ['meeting_id', 'case_id', 'kind', 'late', 'decided_at'],
    drawn: { decision_item_id: 'discussion and decision' },
  },
  nomination_draft: {
    plumbing: {
      author_user_id: 'a draft is there for its author alone', agency_id: 'whose it will be', forum_code: 'where it goes', saved_at: 'when', expires_at: 'when it is destroyed',
      submitted_case_id: 'what became of it', answers: 'sealed under a key of its own until it is sent, as items then', looked_for: 'what the author searched for, sealed likewise',
    },
  },
  search: { plumbing: { user_id: 'what somebody typed is theirs alone', typed: 'sealed under a key of its own, for half an hour', expires_at: 'when' } },
  forum: 'a copy of the partnership’s forums',
  directory_service: 'a copy of the partnership’s directory',
  case_outcome: 'a copy of the partnership’s outcomes',
};
