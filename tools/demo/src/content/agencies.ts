import type { PartnershipKey } from './partnerships.js';

export interface DemoAgency {
  name: string;
  /** An entry of the reference list `agency-kinds`. */
  kind: string;
  in: readonly PartnershipKey[];
  parent?: string;
  /** Whether others may open its items in an emergency. */
  emergencyAccess: boolean;
  /** Whom to telephone at any hour; the numbers are those that Ofcom keeps free for fiction. */
  dutyContact?: string;
}

/** Real organisations by their public names, but for the school and the two outreach services, which are invented. */
export const AGENCIES = {
  council: { name: 'Hinckley & Bosworth Borough Council', kind: 'council', in: ['here'], emergencyAccess: true },
  blaby: { name: 'Blaby District Council', kind: 'council', in: ['here'], emergencyAccess: true },
  police: { name: 'Leicestershire Police', kind: 'police', in: ['here', 'neighbour'], emergencyAccess: true },
  transportPolice: { name: 'British Transport Police', kind: 'police', in: ['here'], emergencyAccess: true },
  children: { name: 'Leicestershire County Council Children and Family Services', kind: 'childrens-services', in: ['here'], emergencyAccess: true },
  school: { name: 'Hollycroft Park Academy', kind: 'school', in: ['here'], emergencyAccess: true },
  fire: { name: 'Leicestershire Fire and Rescue Service', kind: 'fire-and-rescue', in: ['here'], emergencyAccess: true },
  probation: { name: 'Probation Service', kind: 'probation', in: ['here'], emergencyAccess: true },
  health: { name: 'Leicester, Leicestershire and Rutland Integrated Care Board', kind: 'health', in: ['here'], emergencyAccess: false, dutyContact: 'On-call director, 01632 960 101' },
  youthOutreach: { name: 'Hinckley & Bosworth Youth Outreach', kind: 'council-team', in: ['here'], parent: 'council', emergencyAccess: true },
  abuseOutreach: { name: 'Domestic Abuse Outreach Service', kind: 'council-team', in: ['here'], parent: 'council', emergencyAccess: false, dutyContact: 'Duty worker, 01632 960 102' },
  neighbourCouncil: { name: 'Charnwood Borough Council', kind: 'council', in: ['neighbour'], emergencyAccess: true },
} as const satisfies Record<string, DemoAgency>;

export type AgencyKey = keyof typeof AGENCIES;

/** Agencies of a partnership, parents before what belongs to them. */
export function agenciesOf(partnership: PartnershipKey): (DemoAgency & { key: AgencyKey; parent?: AgencyKey })[] {
  return agencyKeys.flatMap((key) => {
    const agency: DemoAgency = AGENCIES[key];
    const { parent, ...rest } = agency;
    if (!agency.in.includes(partnership)) return [];
    return [{ ...rest, key, ...(isAgencyKey(parent) && { parent }) }];
  });
}

export const agencyKeys = Object.keys(AGENCIES).filter(isAgencyKey);

function isAgencyKey(text: string | undefined): text is AgencyKey {
  return text !== undefined && text in AGENCIES;
}
