import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt } from './encryption.js';
import { SubjectErasedError, type SubjectKeys } from './subject-keys.js';

/** Where a sealed value stands. It opens there and nowhere else. */
export interface SealedPlace {
  table: string;
  column: string;
  rowId: string;
}

export interface SealedValue {
  subjectId: string;
  place: SealedPlace;
  sealed: Uint8Array;
}

/** Seals personal values under their subject's key, bound to subject, table, column and row. */
export class Sealer {
  constructor(private readonly keys: SubjectKeys) {}

  /**
   * @param value anything that JSON can write
   * @throws TypeError for what JSON cannot write
   * @throws SubjectErasedError when the subject has no key
   */
  async seal(subjectId: string, place: SealedPlace, value: unknown): Promise<Buffer> {
    const key = (await this.keys.find([subjectId])).get(subjectId);
    if (!key) throw new SubjectErasedError();
    return encrypt(key, binding(subjectId, place), Buffer.from(JSON.stringify(value)));
  }

  /**
   * @throws SubjectErasedError when the subject has no key
   * @throws SealBrokenError when the value was changed, or sealed for another subject or place
   */
  async open<T>(subjectId: string, place: SealedPlace, sealed: Uint8Array): Promise<T> {
    const key = (await this.keys.find([subjectId])).get(subjectId);
    if (!key) throw new SubjectErasedError();
    return unseal<T>(key, { subjectId, place, sealed });
  }

  /**
   * Opens a list with one statement to the key store; null where the subject's key was destroyed.
   *
   * @throws SealBrokenError when one of them was changed, or sealed for another subject or place
   */
  async openMany<T>(list: readonly SealedValue[]): Promise<(T | null)[]> {
    if (list.length === 0) return [];
    const keys = await this.keys.find(list.map(({ subjectId }) => subjectId));
    return list.map((value) => {
      const key = keys.get(value.subjectId);
      return key ? unseal<T>(key, value) : null;
    });
  }
}

function unseal<T>(key: KeyObject, { subjectId, place, sealed }: SealedValue): T {
  return JSON.parse(decrypt(key, binding(subjectId, place), sealed).toString()) as T;
}

const binding = (subjectId: string, { table, column, rowId }: SealedPlace): string => JSON.stringify(['value', subjectId, table, column, rowId]);
