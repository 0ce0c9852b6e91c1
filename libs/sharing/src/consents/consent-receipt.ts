import type { ConsentReceipt, ConsentView } from '@concordat/contracts-protocol';

/** Special category data (UK GDPR Article 9) and criminal offence data (Article 10), which a receipt names as sensitive. */
const SENSITIVE: ReadonlySet<string> = new Set(['health', 'mental-health', 'substance-use', 'equality', 'offending']);

const GIVERS = { subject: 'The person', 'parental-responsibility': 'Somebody with parental responsibility', attorney: 'An attorney or deputy' } as const;

const COLLECTED: Readonly<Record<NonNullable<ConsentView['statement']>['evidence'], string>> = {
  'said-in-person': 'Said in person and written down',
  'said-by-telephone': 'Said by telephone and written down',
  'signed-form': 'A signed form',
  electronic: 'Given electronically',
  'through-interpreter': 'Said through an interpreter and written down',
  other: 'Written down by a member of staff',
};

/**
 * The receipt of a record of consent: the fields of ISO/IEC TS 27560:2023, from the record alone, so that the same record gives the same
 * receipt. It names agencies and the person by their ids, and holds no name.
 *
 * @param controllerId the agency that owns the case
 */
export function receiptOf(view: ConsentView, controllerId: string): ConsentReceipt {
  const { id, subjectId, recordedAt, statement } = view;
  const by = GIVERS[view.givenBy];
  return {
    header: { schemaVersion: 'ISO/IEC TS 27560:2023', receiptId: id, recordId: id, piiPrincipalId: subjectId, createdAt: recordedAt, language: 'en-GB' },
    processing: {
      purpose: view.purpose,
      lawfulBasis: 'consent',
      piiCategories: view.categories.map((code) => ({ code, sensitive: SENSITIVE.has(code) })),
      privacyNotice: statement?.explained ?? 'What was explained was not kept with this record',
      jurisdiction: 'GB',
      collectionMethod: statement === null ? 'With the nomination' : COLLECTED[statement.evidence],
      processingMethods: ['Shown to the people of the agencies named here who work on the case'],
      storageLocation: 'The casework service of this partnership',
      retention: view.expiresAt === null ? 'Consent holds while the purpose lasts, or until it is withdrawn' : `Consent holds until ${view.expiresAt}, or until it is withdrawn`,
      withdrawalMethod: 'Tell any of the agencies named here, in any way, at any time. It takes effect when it is recorded, for all of them',
      rights: 'You may ask each agency named here for a copy of your information, to have it put right, or to stop using it, and you may complain to it or to the Information Commissioner',
    },
    parties: [
      { id: controllerId, role: 'controller' },
      ...view.recipientAgencyIds.filter((agencyId) => agencyId !== controllerId).map((agencyId) => ({ id: agencyId, role: 'recipient' as const })),
    ],
    events: [
      { type: view.decision === 'given' ? 'explicit' : 'refused', state: view.state, at: recordedAt, validUntil: view.expiresAt, by },
      ...(view.withdrawnAt === null ? [] : [{ type: 'withdrawn' as const, state: view.state, at: view.withdrawnAt, validUntil: null, by }]),
      ...(view.state === 'ended' && view.expiresAt !== null ? [{ type: 'expired' as const, state: view.state, at: view.expiresAt, validUntil: null, by: 'Its last day' }] : []),
    ],
  };
}
