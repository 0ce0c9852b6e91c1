import { createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, SealBrokenError } from './encryption.js';

export interface Unwrapped {
  key: Buffer;
  /** Whether the present root key wraps it, and not another. */
  isPresent: boolean;
}

/** The root key, which wraps subjects' keys, and others that still open what they wrapped while it is changed. */
export class RootKeys {
  private readonly present: KeyObject;
  private readonly all: readonly KeyObject[];

  constructor(present: Buffer, others: readonly Buffer[] = []) {
    this.present = createSecretKey(present);
    this.all = [this.present, ...others.map((other) => createSecretKey(other))];
  }

  wrap(subjectId: string, key: Buffer): Buffer {
    return encrypt(this.present, contextOf(subjectId), key);
  }

  /** @throws SealBrokenError when none of the root keys wrapped it, or it is another subject's */
  unwrap(subjectId: string, wrapped: Uint8Array): Unwrapped {
    for (const rootKey of this.all) {
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
