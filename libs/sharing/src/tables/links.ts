import { APP_ROLE } from '@concordat/platform-persistence';

const link = (table: string, column: string, target: string): string =>
  `alter table ${table} add foreign key (partnership_id, ${column}) references ${target} (partnership_id, id) on delete cascade`;

/**
 * What ties the sharing policy's tables to the service's own, for the service's migration once it has made
 * `subject`, `"case"`, `case_subject` and `item` (see {@link SubjectPolicyColumns} and its neighbours).
 */
export function sharingLinks(): string[] {
  return [
    link('circle_entry', 'case_id', '"case"'),
    link('case_exclusion', 'case_id', '"case"'),
    link('disclosure', 'case_id', '"case"'),
    link('disclosure', 'subject_id', 'subject'),
    link('consent', 'subject_id', 'subject'),
    link('related_subject', 'subject_id', 'subject'),
    link('must_not_receive', 'subject_id', 'subject'),
    link('item_reader', 'item_id', 'item'),
    // A view looks with its owner's eyes: what a case is for and whose it is must be known to whom its frame is hidden,
    // as the owner of an item that has left the circle.
    'create view sharing_case as select partnership_id, id, purpose, owner_agency_id from "case"',
    `grant select on sharing_case to ${APP_ROLE}`,
    'create index case_subject_of_case on case_subject (partnership_id, case_id, subject_id)',
    `create trigger consent_periods_after_update after update on subject
     referencing new table as changed for each statement execute function sharing_consent_periods()`,
  ];
}
