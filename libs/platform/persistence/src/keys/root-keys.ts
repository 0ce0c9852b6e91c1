import { decrypt, encrypt, SealBrokenError } from './encryption.js';

export interface Unwrapped {
  key: Buffer;
  /** Whether the present root key wraps it, and not another. */
  isPresent: boolean;
}

/** The root key, which wraps subjects' keys, and others that still open what they wrapped while it is changed. */
export class RootKeys {
  constructor(
    private readonly present: Buffer,
    private readonly others: readonly Buffer[] = [],
  ) {}

  wrap(subjectId: string, key: Buffer): Buffer {
    return encrypt(this.present, contextOf(subjectId), key);
  }

  /** @throws SealBrokenError when none of the root keys wrapped it, or it is another subject's */
  unwrap(subjectId: string, wrapped: Uint8Array): Unwrapped {
    for (const rootKey of [this.present, ...this.others]) {
      try {
        return { key: decrypt(rootKey, contextOf(subjectId), wrapped), isPresent: rootKey === this.present };
      } catch (error) {
        if (!(error instanceof SealBrokenError)) throw error;
      }
    }
    throw new SealBrokenError();
  }
}

const contextOf = (subjectId: string): string => JSON.stringify(['subject-key', subjectId]);
