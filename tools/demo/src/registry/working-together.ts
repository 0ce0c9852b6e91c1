import {
  addAgreement,
  addDirectoryService,
  addForum,
  listAgreements,
  listDirectoryServices,
  listForums,
  moveAgreement,
  signAgreement,
  type Agreement,
} from '@concordat/contracts-partnership-registry';
import type { SignedIn } from '../calling/signed-in.js';
import { AGREEMENTS, COMMON_TEXT, PEOPLE_OF_AGREEMENTS, type DemoAgreement, type DemoTerm } from '../content/agreements.js';
import { isoDate, startOfFinancialYear } from '../content/dates.js';
import { SERVICES } from '../content/directory.js';
import { FORUMS } from '../content/forums.js';
import type { PartnershipKey } from '../content/partnerships.js';
import type { AgencyKey } from '../content/agencies.js';
import { idOf, type AgencyIds } from './agencies.js';

export async function registerForums(administrator: SignedIn, partnership: PartnershipKey, agencies: AgencyIds): Promise<void> {
  const { items: known } = await administrator.call(listForums, { query: { size: 100 } });
  for (const { partnership: of, owner, core, ...details } of FORUMS) {
    if (of !== partnership || known.some(({ code }) => code === details.code)) continue;
    const body = { ...details, ownerAgencyId: idOf(agencies, owner), coreAgencyIds: core.map((key) => idOf(agencies, key)) };
    await administrator.call(addForum, { body });
  }
}

export async function registerServices(administrator: SignedIn, agencies: AgencyIds): Promise<void> {
  const { items: known } = await administrator.call(listDirectoryServices, { query: { size: 100 } });
  for (const { provider, ...details } of SERVICES) {
    if (known.some(({ name }) => name === details.name)) continue;
    await administrator.call(addDirectoryService, { body: { ...details, providerAgencyId: idOf(agencies, provider) } });
  }
}

/** Drafts the partnership's agreements, has them signed by everyone, and brings them into force, as far as that was not done. */
export async function registerAgreements(administrator: SignedIn, partnership: PartnershipKey, agencies: AgencyIds): Promise<void> {
  const { items: known } = await administrator.call(listAgreements, { query: { size: 100 } });
  await Promise.all(
    AGREEMENTS.filter((wanted) => wanted.partnership === partnership).map(async (wanted) => {
      const drafted = known.find(({ name }) => name === wanted.name) ?? (await draft(administrator, wanted, agencies));
      await bringIntoForce(administrator, await sign(administrator, drafted, wanted, agencies));
    }),
  );
}

function draft(administrator: SignedIn, { name, terms, signatories, purposes, aim, documents }: DemoAgreement, agencies: AgencyIds): Promise<Agreement> {
  const from = startOfFinancialYear();
  const who = (keys: DemoTerm['from']): '*' | string[] => (keys === '*' ? keys : keys.map((key) => idOf(agencies, key)));
  return administrator.call(addAgreement, {
    body: {
      name,
      validFrom: isoDate(from),
      validTo: isoDate(from.plus({ years: 3 })),
      reviewOn: isoDate(from.plus({ years: 1 })),
      parties: signatories.map((key) => ({ agencyId: idOf(agencies, key), ...peopleOf(key) })),
      purposes: [...purposes],
      aim,
      ...documents,
      ...COMMON_TEXT,
      terms: terms.map((term) => ({ ...term, from: who(term.from), to: who(term.to) })),
    },
  });
}

async function sign(administrator: SignedIn, agreement: Agreement, { signatories }: DemoAgreement, agencies: AgencyIds): Promise<Agreement> {
  let signed = agreement.status === 'draft' ? await move(administrator, agreement, 'in-review', 'Every part is written') : agreement;
  for (const agencyId of signatories.map((key) => idOf(agencies, key))) {
    if (signed.signatures.some((signature) => signature.agencyId === agencyId)) continue;
    signed = await administrator.call(signAgreement, { params: { agreementId: signed.id }, body: { version: signed.version, agencyId, on: signed.validFrom } });
  }
  return signed;
}

async function bringIntoForce(administrator: SignedIn, agreement: Agreement): Promise<void> {
  if (agreement.status !== 'active') await move(administrator, agreement, 'active', 'Every agency has signed it');
}

function move(administrator: SignedIn, { id, version }: Agreement, status: Agreement['status'], why: string): Promise<Agreement> {
  return administrator.call(moveAgreement, { params: { agreementId: id }, body: { version, status, why } });
}

function peopleOf(agency: AgencyKey): Pick<Agreement['parties'][number], 'contact' | 'signatory'> {
  const { contact, signatory } = PEOPLE_OF_AGREEMENTS;
  return { contact: { ...contact, email: `sharing@${agency.toLowerCase()}.example` }, signatory: { ...signatory } };
}
