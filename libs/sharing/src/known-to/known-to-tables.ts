import { partnershipTable } from '@concordat/platform-persistence';

/** Name of the work that looks for whoever knows a person: the type of its event. */
export const KNOWN_TO_WORK = 'known-to.asked';

/** Name of the work that keeps the tokens by which people are found. */
export const PEOPLE_INDEX_WORK = 'people-index.complete';

/** For a migration of each service that knows people, after its tokens: each token is of the item that says the name. */
export const tokensByItem = (): string[] => [
  'alter table search_token add column item_id uuid, add column item_version integer, add check ((item_id is null) = (item_version is null))',
  'alter table search_token add foreign key (partnership_id, item_id) references item (partnership_id, id) on delete cascade',
  'create index search_token_of_item on search_token (partnership_id, item_id)',
];

/** For a migration of each service that knows people, after its subjects, cases and items. */
export const knownToWordTable = (): string[] => [
  ...partnershipTable(
    'known_to_word',
    `ask_id uuid not null,
     case_id uuid not null,
     subject_id uuid not null,
     item_id uuid not null,
     agency_id uuid not null,
     from_agency_id uuid not null,
     from_user_id uuid not null,
     purpose text not null,
     asked_at timestamptz(3) not null,
     why bytea not null,
     never_user_ids uuid[] not null,
     keep_from_asker boolean not null,
     decision text check (decision in ('contact', 'no-contact')),
     decided_at timestamptz(3),
     decided_by_user_id uuid,
     note bytea,
     check (agency_id <> from_agency_id),
     check (num_nonnulls(decision, decided_at, decided_by_user_id, note) in (0, 4)),
     unique (partnership_id, ask_id, agency_id),
     foreign key (partnership_id, item_id) references item (partnership_id, id) on delete cascade,
     foreign key (partnership_id, subject_id) references subject (partnership_id, id) on delete cascade`,
    { grants: 'select, insert, update' },
  ),
  'create index known_to_word_of_agency on known_to_word (partnership_id, agency_id, asked_at)',
];
