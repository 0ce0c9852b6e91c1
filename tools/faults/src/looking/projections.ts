import type { ServiceName } from '@concordat/contracts-protocol';

/** One side of a projection: a statement that answers `id` and `text`, the same on both sides when nothing differs. */
interface Side {
  service: ServiceName;
  sql: string;
}

export interface Projection {
  name: string;
  source: Side;
  copy: Side;
}

const text = (...columns: readonly string[]): string => `concat_ws(' | ', ${columns.map((column) => `coalesce(${column}::text, '-')`).join(', ')}) as text`;

const directory = (copy: ServiceName): Projection => {
  const sql = `select id::text, ${text('version', 'name', 'provider_agency_id', 'purpose', 'active')} from directory_service`;
  return { name: `services of the directory in ${copy}`, source: { service: 'partnership-registry', sql }, copy: { service: copy, sql } };
};

const agencies = (copy: ServiceName): Projection => {
  const columns = text('agency_id', 'name', 'kind', 'parent_id', 'emergency_access', 'active');
  return {
    name: `agencies in ${copy}`,
    source: { service: 'partnership-registry', sql: `select id::text, ${columns} from agency_place` },
    copy: { service: copy, sql: `select id::text, ${columns} from agency_projection` },
  };
};

const memberships = (copy: ServiceName): Projection => {
  const columns = (roles: string): string => text('user_id', 'agency_id', 'active', 'training_valid_to', roles);
  const copied = `(select string_agg(role, ' ' order by place) from jsonb_array_elements_text(roles) with ordinality r (role, place))`;
  return {
    name: `memberships in ${copy}`,
    source: { service: 'partnership-registry', sql: `select id::text, ${columns(`array_to_string(roles, ' ')`)} from membership` },
    copy: { service: copy, sql: `select id::text, ${columns(copied)} from membership_projection` },
  };
};

const agreements = (copy: ServiceName): Projection => {
  const columns = text('version', 'name', 'status', 'valid_from', 'valid_to', 'supersedes');
  return {
    name: `agreements in ${copy}`,
    source: { service: 'partnership-registry', sql: `select id::text, ${columns} from agreement` },
    copy: { service: copy, sql: `select id::text, ${columns} from agreement_projection` },
  };
};

const partnerships = (copy: ServiceName): Projection => ({
  name: `partnerships in ${copy}`,
  source: { service: 'partnership-registry', sql: `select partnership_id::text as id, ${text('name', 'active')} from partnership_profile` },
  copy: { service: copy, sql: `select id::text, ${text('name', 'active')} from partnership_projection` },
});

const decisionClients = (copy: ServiceName): Projection => {
  const sql = `select id::text, ${text('version', 'md5(secret_hash)', 'active')} from decision_client`;
  return { name: `systems that ask for decisions in ${copy}`, source: { service: 'partnership-registry', sql }, copy: { service: copy, sql } };
};

const forums = (copy: ServiceName, table: string, ...columns: readonly string[]): Projection => ({
  name: `forums in ${copy}`,
  source: { service: 'partnership-registry', sql: `select id::text, ${text(...columns)} from forum` },
  copy: { service: copy, sql: `select id::text, ${text(...columns)} from ${table}` },
});

const caseColumns = text('forum_code', 'owner_agency_id', 'nominated_at', 'accepted_at', 'closed_at', 'positive');
/** The day, where people live, on which an action was finished, and whether that was in time. */
const finished = `(finished_at at time zone 'Europe/London')::date`;
const actionColumns = text('case_id', 'state', 'due', 'finished_at');
const referralColumns = text('from_case_id', 'requested_at', 'first_contact_at');

/** What one service holds of another, and has to be the same. */
export const PROJECTIONS: readonly Projection[] = [
  directory('jag-cases'),
  directory('referrals'),
  ...(['jag-cases', 'referrals', 'indicators', 'notifications'] as const).flatMap((copy) => [agencies(copy), memberships(copy), partnerships(copy)]),
  ...(['jag-cases', 'referrals'] as const).flatMap((copy) => [agreements(copy), decisionClients(copy)]),
  forums('jag-cases', 'forum', 'version', 'code', 'name', 'purpose', 'owner_agency_id', 'agenda_days', 'active'),
  forums('indicators', 'forum_projection', 'code', 'name', 'owner_agency_id', 'active'),
  {
    name: 'cases in indicators',
    source: { service: 'jag-cases', sql: `select id::text, ${caseColumns} from "case"` },
    copy: { service: 'indicators', sql: `select id::text, ${caseColumns} from case_fact` },
  },
  {
    name: 'finished actions that indicators counts',
    source: { service: 'jag-cases', sql: `select id::text, concat_ws(' | ', case_id, ${finished}, case when ${finished} <= due then 1 else 0 end) as text from action where state = 'done' and finished_at is not null` },
    copy: { service: 'indicators', sql: `select source_id::text as id, concat_ws(' | ', case_id, counted_from, amount) as text from casework_count where measure = 'actions-on-time'` },
  },
  {
    name: 'actions in indicators',
    source: { service: 'jag-cases', sql: `select id::text, ${actionColumns} from action` },
    copy: { service: 'indicators', sql: `select id::text, ${actionColumns} from action_fact` },
  },
  {
    name: 'referrals in indicators',
    source: { service: 'referrals', sql: `select id::text, ${referralColumns} from "case"` },
    copy: { service: 'indicators', sql: `select id::text, ${referralColumns.replace('from_case_id', 'case_id')} from referral_fact` },
  },
  {
    name: 'states of referrals in jag-cases',
    source: { service: 'referrals', sql: `select id::text, ${text('from_case_id', 'state')} from "case"` },
    copy: { service: 'jag-cases', sql: `select id::text, ${text('case_id', 'state')} from case_referral` },
  },
];
