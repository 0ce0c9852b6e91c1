import { addAgency, changeAgency, listAgencies, type Agency } from '@concordat/contracts-partnership-registry';
import type { SignedIn } from '../calling/signed-in.js';
import { agenciesOf, type AgencyKey } from '../content/agencies.js';
import type { PartnershipKey } from '../content/partnerships.js';

export type AgencyIds = Partial<Record<AgencyKey, string>>;

/** The id of an agency that must be there by now. */
export function idOf(ids: AgencyIds, key: AgencyKey): string {
  const id = ids[key];
  if (id === undefined) throw new Error(`The agency ${key} is not registered`);
  return id;
}

/** Registers the partnership's agencies that are missing; one that `elsewhere` knows is brought in. @returns every id */
export async function registerAgencies(administrator: SignedIn, partnership: PartnershipKey, elsewhere: AgencyIds = {}): Promise<AgencyIds> {
  const { items: known } = await administrator.call(listAgencies, { query: { size: 100 } });
  const ids: AgencyIds = {};
  const wanted = agenciesOf(partnership);
  for (const level of [wanted.filter(({ parent }) => parent === undefined), wanted.filter(({ parent }) => parent !== undefined)]) {
    await Promise.all(
      level.map(async ({ key, name, kind, parent, emergencyAccess, dutyContact = null }) => {
        const details = { name, kind, parentId: parent === undefined ? null : idOf(ids, parent), emergencyAccess, dutyContact };
        const existingId = elsewhere[key];
        const agency =
          known.find((one) => one.name === name) ?? (await administrator.call(addAgency, { body: { ...details, ...(existingId !== undefined && { existingId }) } }));
        ids[key] = agency.id;
        if (differs(agency, details)) {
          await administrator.call(changeAgency, { params: { agencyId: agency.id }, body: { version: agency.version, ...details, active: true } });
        }
      }),
    );
  }
  return ids;
}

/** The first agency of a partnership is made with it, and without these. */
const differs = (agency: Agency, wanted: Pick<Agency, 'parentId' | 'emergencyAccess' | 'dutyContact'>): boolean =>
  agency.parentId !== wanted.parentId || agency.emergencyAccess !== wanted.emergencyAccess || agency.dutyContact !== wanted.dutyContact;
