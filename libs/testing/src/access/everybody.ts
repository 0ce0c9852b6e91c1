import { ROLES, type Role } from '@concordat/contracts-protocol';
import type { TestDatabase } from '../database.js';
import { aMember, newId, type Member } from '../members.js';
import { STANDINGS, type Standing } from './cells.js';

export type Everybody = Readonly<Record<Standing, Readonly<Record<Role, Member>>>>;

/** Of whom {@link everybodyOf} makes members. */
export interface Peopled {
  partnershipId: string;
  /** Who makes the records. */
  author: Member;
  circleAgencyId: string;
  strangerAgencyId: string;
  elsewhere: { partnershipId: string; agencyId: string };
}

/** Somebody of every standing and role: one who made the records acts in a membership of each role. */
export function everybodyOf({ partnershipId, author, circleAgencyId, strangerAgencyId, elsewhere }: Peopled): Everybody {
  const ofEachRole = (known: () => Partial<Member>): Readonly<Record<Role, Member>> => {
    const members = ROLES.map((role) => [role, aMember({ trainingValidTo: '2099-01-01', ...known(), roles: [role] })] as const);
    return Object.fromEntries(members) as Record<Role, Member>;
  };
  return {
    author: ofEachRole(() => ({ partnershipId, agencyId: author.agencyId, userId: author.userId, membershipId: newId() })),
    agency: ofEachRole(() => ({ partnershipId, agencyId: author.agencyId })),
    circle: ofEachRole(() => ({ partnershipId, agencyId: circleAgencyId })),
    stranger: ofEachRole(() => ({ partnershipId, agencyId: strangerAgencyId })),
    elsewhere: ofEachRole(() => elsewhere),
  };
}

/** Makes a service know them, as if the registry had told. */
export async function known(database: TestDatabase, everybody: Everybody): Promise<void> {
  const members = STANDINGS.flatMap((standing) => Object.values(everybody[standing]));
  await database.query(
    `insert into membership_projection (id, partnership_id, version, user_id, agency_id, roles, active, training_valid_to)
     select m.id, m.partnership, 1, m.person, m.agency, m.roles, true, '2099-01-01'
       from jsonb_to_recordset($1::jsonb) as m (id uuid, partnership uuid, person uuid, agency uuid, roles jsonb)`,
    [JSON.stringify(members.map(({ membershipId, partnershipId, userId, agencyId, roles }) => ({ id: membershipId, partnership: partnershipId, person: userId, agency: agencyId, roles })))],
  );
}

/** From now on whatever is asked by somebody and leaves an entry in the audit fails when it is committed, and changes nothing. */
export async function undoWrites(database: TestDatabase): Promise<void> {
  await database.query(`create function undo_writes() returns trigger language plpgsql as $$ begin raise exception 'undone' using errcode = '55P03'; end $$`);
  await database.query('create constraint trigger undo_writes after insert on audit_entry deferrable initially deferred for each row when (new.user_id is not null) execute function undo_writes()');
}

/** Whatever is written is kept again. */
export async function keepWrites(database: TestDatabase): Promise<void> {
  await database.query('drop trigger if exists undo_writes on audit_entry');
  await database.query('drop function if exists undo_writes');
}

/** A message of the partnership that failed for good. @returns its id */
export async function aDeadLetter(database: TestDatabase, partnershipId: string): Promise<string> {
  const id = newId();
  await database.query(
    `insert into dead_letter (id, partnership_id, source, type, data, code, explanation, attempts, trace) values ($1, $2, 'event', 'nothing.happened', '{}', 'failed', 'It failed', 1, 'test')`,
    [id, partnershipId],
  );
  return id;
}
