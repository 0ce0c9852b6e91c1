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

const actionColumns = text('case_id', 'state', 'due', 'finished_at');
const referralColumns = text('from_case_id', 'requested_at', 'first_contact_at');

/** What one service holds of another, and has to be the same. */
export const PROJECTIONS: readonly Projection[] = [
  directory('jag-cases'),
  directory('referrals'),
  ...(['jag-cases', 'referrals', 'indicators', 'notifications'] as const).map(agencies),
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
