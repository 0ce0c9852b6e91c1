import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { ProblemError } from '@concordat/platform-errors';
import type { KeyStore } from './key-store.js';
import type { RootKeys } from './root-keys.js';

/** How long another process may still open a destroyed subject's values, in milliseconds. */
export const KEY_CACHE_MS = 10_000;
const CACHED_KEYS = 5_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The subject's key was destroyed, or never made: what was sealed under it is gone for good. */
export class SubjectErasedError extends ProblemError {
  constructor() {
    super({ status: 410, code: 'erased', title: 'This record was erased' });
  }
}

/**
 * A key for each subject (a person of concern, a survivor, a child), wrapped by the root key, which is outside every
 * database. Values, search tokens, history, attachments and audit detail of a subject hang on it.
 *
 * Unwrapped keys are kept in this process for ten seconds at most. Destroying a key takes effect at once in the process
 * that does it and within ten seconds in every other.
 */
export class SubjectKeys {
  readonly #cache = new Map<string, { key: KeyObject; until: number }>();
  readonly #destroyed = new Set<string>();

  constructor(
    private readonly store: KeyStore,
    private readonly rootKeys: RootKeys,
  ) {}

  /**
   * Makes the subject's key; does nothing when there is one. It is there at once, and stays when the open transaction
   * is rolled back: a key without values harms nobody.
   *
   * @throws SubjectErasedError when the subject's key was destroyed
   */
  async create(subjectId: string): Promise<void> {
    if (!(await this.store.add(subjectId, this.rootKeys.wrap(subjectId, randomBytes(32))))) throw new SubjectErasedError();
  }

  /** Destroys the subject's key for ever, and with it all that is sealed under it. */
  async destroy(subjectId: string): Promise<void> {
    this.#destroyed.add(subjectId);
    this.#cache.delete(subjectId);
    await this.store.destroy(subjectId);
  }

  /**
   * Subjects whose key was destroyed at or after `since`, a page at a time: a database that was restored
   * holds what no key seals of people who were erased after the backup.
   */
  async *destroyedSince(since: Date): AsyncGenerator<string[]> {
    for (let page = await this.store.destroyedSince(since, NOBODY); ; page = await this.store.destroyedSince(since, page.at(-1) ?? NOBODY)) {
      if (page.length === 0) return;
      yield page;
    }
  }

  /** Keys by subject, in one statement at most; null for one that has none. */
  async find(subjectIds: readonly string[]): Promise<Map<string, KeyObject | null>> {
    const keys = new Map<string, KeyObject | null>();
    const now = Date.now();
    for (const id of new Set(subjectIds)) {
      const cached = this.#cache.get(id);
      keys.set(id, cached && cached.until > now ? cached.key : null);
    }
    const unknown = [...keys].filter(([id, key]) => key === null && !this.#destroyed.has(id)).map(([id]) => id);
    if (unknown.length === 0) return keys;
    for (const [id, wrapped] of await this.store.find(unknown)) {
      // Destroyed while the statement ran: its answer is already out of date.
      if (this.#destroyed.has(id)) continue;
      const key = createSecretKey(this.rootKeys.unwrap(id, wrapped).key);
      keys.set(id, key);
      this.#keep(id, key, now + KEY_CACHE_MS);
    }
    return keys;
  }

  #keep(id: string, key: KeyObject, until: number): void {
    this.#cache.delete(id);
    this.#cache.set(id, { key, until });
    if (this.#cache.size <= CACHED_KEYS) return;
    const [oldest] = this.#cache.keys();
    if (oldest !== undefined) this.#cache.delete(oldest);
  }
}
