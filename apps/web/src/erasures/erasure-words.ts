import type { Erasure, ErasureGround, ErasureHold } from '@concordat/contracts-protocol';

export const GROUND_WORDS: Readonly<Record<ErasureGround, string>> = {
  'no-longer-needed': 'It is no longer needed for what it was collected for',
  'consent-withdrawn': 'Consent was withdrawn, and nothing else permits it',
  objection: 'The person objected, and nothing overrides that',
  unlawful: 'It was used unlawfully',
  'legal-obligation': 'A law says that it has to be erased',
  'law-enforcement-processing': 'Law enforcement has no right to keep it',
};

export const HOLD_WORDS: Readonly<Record<ErasureHold, string>> = {
  'legal-duty-or-public-task': 'A legal duty or a public task needs it',
  'public-health': 'Public health needs it',
  'archiving-or-research': 'Archiving, research or statistics need it',
  'legal-claims': 'A legal claim needs it',
  evidence: 'It is evidence',
};

export const STATE_WORDS: Readonly<Record<Erasure['state'], { text: string; colour: string }>> = {
  asked: { text: 'Waiting', colour: 'yellow' },
  erased: { text: 'Erased', colour: 'grey' },
  held: { text: 'Kept', colour: 'blue' },
};
