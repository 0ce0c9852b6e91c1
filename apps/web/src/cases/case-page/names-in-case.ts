import type { CaseFile } from '../case-file.js';

/** Ids of everybody whom the page names. */
export function idsIn(file: CaseFile): { userIds: (string | null)[]; agencyIds: (string | null)[] } {
  return {
    userIds: [
      file.leadUserId,
      ...file.states.map((state) => state.byUserId),
      ...file.items.map((item) => item.addedByUserId),
      ...file.actions.map((action) => action.userId),
      ...file.circle.flatMap((entry) => entry.userIds ?? []),
    ],
    agencyIds: [
      file.ownerAgencyId,
      file.nominatingAgencyId,
      ...file.circle.map((entry) => entry.agencyId),
      ...file.states.flatMap((state) => state.agencyIds),
      ...file.items.map((item) => item.ownerAgencyId),
      ...file.actions.map((action) => action.agencyId),
      ...file.withheld.map((line) => line.ownerAgencyId),
    ],
  };
}
