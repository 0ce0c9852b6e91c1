/**
 * The ways by which something about a person leaves for a person or partner. A new one is added here, and then nothing
 * goes out by it without saying to whom.
 */
export const WAYS_OUT = ['notice', 'mail', 'referral', 'letter', 'receipt', 'document', 'link', 'calendar-entry', 'label', 'contact', 'known-to'] as const;
export type WayOut = (typeof WAYS_OUT)[number];

/** What leaves, and about whose case. */
export interface Leaving {
  way: WayOut;
  partnershipId: string;
  caseId: string;
  /** The item that it is about: only those pass who may read it. */
  itemId?: string | undefined;
}

const gate = Symbol('gate');

/** Proof that the gate was asked: it alone makes one, and the ways out take nothing else. */
export class Passage<To> {
  private constructor(
    readonly leaving: Leaving,
    /** Who may be told; what was kept back is not in it. */
    readonly to: To,
  ) {}

  /** @internal The gate’s own. */
  static [gate]<To>(leaving: Leaving, to: To): Passage<To> {
    return new Passage(leaving, to);
  }
}

/** @internal */
export const pass = <To>(leaving: Leaving, to: To): Passage<To> => Passage[gate](leaving, to);
