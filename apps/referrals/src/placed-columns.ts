import { SHARED_PLACEMENT, type Placement } from '@concordat/sharing';

/** Whose every column of the service's database is, and who may see it (section "What is an item" of the sharing policy). */
export const PLACED_COLUMNS: Placement = {
  ...SHARED_PLACEMENT,
  case: {
    frame: [
      'reference', 'purpose', 'owner_agency_id', 'service_id', 'state', 'since', 'from_agency_id', 'from_user_id', 'from_case_id', 'requested_at', 'received_at', 'opened_at', 'first_contact_at',
      'closed_at', 'worker_user_id',
    ],
    owner: { outcome_code: 'and figures, without who', outcome_achieved: 'and figures, without who' },
    plumbing: { overdue_told_at: 'that a manager was told' },
  },
  subject: { policy: { kind: 'consent is a person’s', sixteenth_birthday: 'consent by a parent ends then', eighteenth_birthday: 'an attorney may decide from then' }, plumbing: { erased_at: 'told to information governance of the referral’s owner' } },
  search_token: { drawn: { item_id: 'the whole row: the item that says the name' }, plumbing: { subject_id: 'an id', item_version: 'as it then was', field: 'a code', kind: 'a code', token: 'a keyed digest: by it an agency is told that somebody asks' } },
  referral_state: {
    frame: ['case_id', 'state', 'from_at', 'to_at', 'by_user_id'],
    drawn: { reason_item_id: 'why' },
  },
  contact: {
    frame: ['case_id', 'at', 'means', 'reached', 'by_user_id'],
    drawn: { note_item_id: 'what was said' },
  },
  referral_turned_back: 'ids of referrals that were not taken in, which no page shows: nothing of what was in them',
  directory_service: 'a copy of the partnership’s directory',
  referral_outcome: 'a copy of the partnership’s outcomes',
};
