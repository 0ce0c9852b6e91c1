import { birthdayDate, type Scenario } from '@concordat/sharing';
import type { Client } from 'pg';
import { Identities } from './identities.js';

type Row = Record<string, unknown>;
/** Rows by table, in the order in which tables are filled. */
type Rows = [table: string, rows: Row[]][];

/** A scenario as the rows of a service. */
export function rowsOf(scenario: Scenario, ids: Identities): Rows {
  const partnership_id = ids.partnership;
  const agencies = (list: readonly string[]): string[] => list.map((id) => ids.uuidOf('agency', id));
  const users = (list: readonly string[]): string[] => list.map((id) => ids.uuidOf('user', id));
  const orNull = <T>(value: string | null | undefined, turn: (value: string) => T): T | null => (value === null || value === undefined ? null : turn(value));
  const userId = (id: string): string => ids.uuidOf('user', id);
  const agencyOf = new Map(scenario.users.map((user) => [user.id, ids.uuidOf('agency', user.agency)]));
  const fields = (listed: '*' | readonly string[]): '*' | string[] => (listed === '*' ? '*' : listed.map((name) => ids.field(name)));
  const categories = (listed: Partial<Record<string, '*' | string[]>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(listed).map(([category, names]) => [category, fields(names ?? [])]));

  return [
    ['partnership_projection', [{ id: partnership_id, version: 1, name: 'Scenario', districts: [], active: true }]],
    [
      'agency_projection',
      scenario.agencies.map(({ id, emergencyAccess }) => ({
        id: ids.uuidOf('agency', id), partnership_id, agency_id: ids.uuidOf('agency', id), name: 'Agency', kind: 'agency', emergency_access: emergencyAccess ?? true, active: true,
      })),
    ],
    [
      'membership_projection',
      scenario.users.map((user) => ({
        id: ids.membershipOf(user.id), partnership_id, user_id: userId(user.id), agency_id: agencyOf.get(user.id),
        roles: user.roles, active: user.active, training_valid_to: user.trainingValidTo,
      })),
    ],
    [
      'agreement_projection',
      scenario.agreements.map((agreement) => ({
        id: ids.uuidOf('agreement', agreement.id), partnership_id, name: 'Agreement',
        status: agreement.status, valid_from: agreement.validFrom, valid_to: agreement.validTo,
        signatures: agreement.signatures.map(({ agency, on, withdrawnOn }) => ({ agencyId: ids.uuidOf('agency', agency), on, withdrawnOn: withdrawnOn ?? null })),
        terms: agreement.terms.map((term, i) => ({
          id: ids.uuidOfTerm(agreement.id, term.id), number: i + 1, purpose: ids.purpose(term.purpose),
          from: term.from === '*' ? '*' : agencies(term.from), to: term.to === '*' ? '*' : agencies(term.to),
          categories: categories(term.categories), basis: term.basis, gateway: null, export: term.export,
        })),
      })),
    ],
    [
      'subject',
      scenario.subjects.map(({ id, dateOfBirth }) => ({
        id: ids.uuidOf('subject', id), partnership_id, kind: 'person',
        sixteenth_birthday: orNull(dateOfBirth, (date) => birthdayDate(date, 16)), eighteenth_birthday: orNull(dateOfBirth, (date) => birthdayDate(date, 18)),
      })),
    ],
    ['case', scenario.cases.map((one) => ({ id: ids.uuidOf('case', one.id), partnership_id, purpose: ids.purpose(one.purpose), owner_agency_id: ids.uuidOf('agency', one.owner), state: ids.uuidOf('case', one.id) }))],
    ['case_subject', scenario.cases.flatMap((one) => one.subjects.map((subject) => ({ partnership_id, case_id: ids.uuidOf('case', one.id), subject_id: ids.uuidOf('subject', subject) })))],
    [
      'item',
      scenario.items.map((item) => ({
        id: ids.uuidOf('item', item.id), partnership_id, case_id: ids.uuidOf('case', item.case), subject_id: ids.uuidOf('subject', item.subject),
        owner_agency_id: ids.uuidOf('agency', item.owner), category: item.category, fields: fields(item.fields),
        marking: item.marking === 'standard' ? 'none' : item.marking,
      })),
    ],
    ['item_reader', scenario.items.flatMap((item) => item.namedReaders.map((user) => ({ partnership_id, item_id: ids.uuidOf('item', item.id), user_id: userId(user) })))],
    [
      'circle_entry',
      scenario.cases.flatMap((one) =>
        one.circle.map((entry) => ({
          partnership_id, case_id: ids.uuidOf('case', one.id), agency_id: ids.uuidOf('agency', entry.agency),
          from_at: entry.from, to_at: entry.to, user_ids: entry.users === null ? null : users(entry.users),
        })),
      ),
    ],
    ['case_exclusion', scenario.cases.flatMap((one) => one.excludedUsers.map((user) => ({ partnership_id, case_id: ids.uuidOf('case', one.id), user_id: userId(user) })))],
    ['related_subject', scenario.users.flatMap((user) => user.relatedSubjects.map((subject) => ({ partnership_id, user_id: userId(user.id), subject_id: ids.uuidOf('subject', subject) })))],
    [
      'must_not_receive',
      scenario.mustNotReceive.map((entry) => ({
        partnership_id, subject_id: ids.uuidOf('subject', entry.subject), user_id: orNull(entry.user, userId),
        agency_id: orNull(entry.agency, (id) => ids.uuidOf('agency', id)), from_at: entry.from, to_at: entry.to,
      })),
    ],
    [
      'consent',
      scenario.consents.map((consent) => ({
        id: ids.uuidOf('consent', consent.id), partnership_id, subject_id: ids.uuidOf('subject', consent.subject), purpose: ids.purpose(consent.purpose),
        recipient_agency_ids: agencies(consent.recipients), categories: consent.categories, decision: consent.decision, given_by: consent.givenBy,
        competent: consent.competent, recorded_at: consent.recordedAt, withdrawn_at: consent.withdrawnAt, expires_at: consent.expiresAt, invalidated_at: consent.invalidatedAt,
      })),
    ],
    [
      'disclosure',
      scenario.disclosures.map((disclosure) => ({
        id: ids.uuidOf('disclosure', disclosure.id), partnership_id, kind: disclosure.kind, case_id: ids.uuidOf('case', disclosure.case),
        subject_id: ids.uuidOf('subject', disclosure.subject), owner_agency_id: ids.uuidOf('agency', disclosure.owner),
        recipient_agency_id: ids.uuidOf('agency', disclosure.recipient), user_id: orNull(disclosure.user, userId), categories: categories(disclosure.categories),
        gateway: disclosure.gateway, exportable: disclosure.export, authorised_by_user_id: userId(disclosure.authorisedBy),
        authorised_for_agency_id: agencyOf.get(disclosure.authorisedBy), authorised_at: disclosure.authorisedAt, expires_at: disclosure.expiresAt, revoked_at: disclosure.revokedAt,
      })),
    ],
  ];
}

/** Puts the rows of several scenarios in, one statement a table. */
export async function load(client: Client, worlds: readonly Rows[]): Promise<void> {
  const tables = worlds[0] ?? [];
  for (const [at, [table]] of tables.entries()) {
    const rows = worlds.flatMap((world) => world[at]?.[1] ?? []);
    const first = rows[0];
    if (first === undefined) continue;
    const columns = Object.keys(first).join(', ');
    await client.query(`insert into "${table}" (${columns}) select ${columns} from jsonb_populate_recordset(null::"${table}", $1::jsonb)`, [JSON.stringify(rows)]);
  }
}
