import { fieldOf } from '../session/body.js';
import { KEPT } from '../session/kept-forms.js';
import { returnPath } from '../session/return-path.js';

/** What travels through the pages of signing in: where to go at the end, and a form that was interrupted. */
export interface Journey {
  to: string;
  /** Sealed; '' when there is none. */
  kept: string;
}

export function journeyOf(given: unknown): Journey {
  const kept = fieldOf(given, KEPT);
  return { to: returnPath(fieldOf(given, 'return')), kept: typeof kept === 'string' ? kept : '' };
}
