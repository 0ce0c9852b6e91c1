import type { Membership } from '../session/visit.js';

/** For whom somebody acts: agency and partnership, and the colleague in whose place, as pages say it. */
export function actingWords({ agencyName, partnershipName, deputyFor }: Pick<Membership, 'agencyName' | 'partnershipName' | 'deputyFor'>): string {
  return `${agencyName}, ${partnershipName}${deputyFor === null ? '' : `, as deputy of ${deputyFor}`}`;
}
