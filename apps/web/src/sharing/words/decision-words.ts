import type { DecisionView } from '@concordat/contracts-protocol';

export const BASIS_WORDS = {
  'public-task': 'Public task: UK GDPR Article 6(1)(e)',
  'legal-obligation': 'Legal obligation: Article 6(1)(c)',
  'vital-interests': 'Vital interests: Article 6(1)(d)',
  'legitimate-interests': 'Legitimate interests: Article 6(1)(f)',
  'recognised-legitimate-interest': 'Recognised legitimate interest: Article 6(1)(ea)',
} as const;
export type BasisCode = keyof typeof BASIS_WORDS;
export const BASIS_CODES = ['public-task', 'legal-obligation', 'vital-interests', 'legitimate-interests', 'recognised-legitimate-interest'] as const satisfies readonly BasisCode[];

export const CONTROLLER_WORDS: Readonly<Record<DecisionView['controllers'], string>> = {
  separate: 'Each agency for itself (separate controllers)',
  joint: 'Both agencies together (joint controllers)',
};

export const DECISION_TAGS: Readonly<Record<DecisionView['state'], { text: string; colour: string }>> = {
  'in-force': { text: 'Shared now', colour: 'green' },
  refused: { text: 'Not shared', colour: 'red' },
  revoked: { text: 'Ended early', colour: 'grey' },
  ended: { text: 'Ended', colour: 'grey' },
};
