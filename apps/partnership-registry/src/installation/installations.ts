import { BACKUP_CODE_LETTERS, type setUpInstallation } from '@concordat/contracts-partnership-registry';
import type { InputOf } from '@concordat/contracts-protocol';
import { RuleError } from '@concordat/platform-errors';
import { Database, NO_SCOPE } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Account } from '../accounts/account.entity.js';
import { NOBODY, SentForms } from '../accounts/sent-forms.js';
import { Partnership } from '../partnerships/partnership.entity.js';
import { STARTING_LISTS } from '../reference-lists/starting-lists.js';
import { Founding, type Founded, type NewPartnership } from './founding.js';
import { Installation } from './installation.entity.js';

const GROUPS = 4;
const LETTERS = 5;

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

const codeNotValid = (): RuleError => new RuleError('set-up-code-not-valid', 'The set-up code is wrong, was used or was replaced by a newer one. The last start of Concordat shows it.');

/** The beginning of an installation without a demonstration. */
@Injectable()
export class Installations {
  constructor(
    private readonly database: Database,
    private readonly founding: Founding,
    private readonly forms: SentForms,
  ) {}

  async awaitsSetUp(): Promise<boolean> {
    return this.database.transaction(NO_SCOPE, async () => (await this.#find())?.setUpCodeHash != null);
  }

  /**
   * A code with which the first partnership is made, in place of any before it; null when it was made. For whoever
   * operates the installation: no route answers it.
   *
   * @throws RuleError `partnerships-here` for an installation that was begun otherwise
   */
  async newCode(): Promise<string | null> {
    return this.database.transaction(NO_SCOPE, async () => {
      const begun = await this.#find();
      if (begun !== null && begun.setUpAt !== null) return null;
      if (begun === null) await this.#begin();
      const letter = (): string => BACKUP_CODE_LETTERS.charAt(randomInt(BACKUP_CODE_LETTERS.length));
      const groups = Array.from({ length: GROUPS }, () => Array.from({ length: LETTERS }, letter).join(''));
      await this.database.em.nativeUpdate(Installation, { single: true }, { setUpCodeHash: hashOf(groups.join('')) });
      return groups.join('-');
    });
  }

  /** @throws RuleError `set-up-code-not-valid` */
  async check(code: string): Promise<{ code: string; name: string }[]> {
    await this.database.transaction(NO_SCOPE, () => this.#demand(code));
    return STARTING_LISTS['agency-kinds'].map(({ code: kind, name }) => ({ code: kind, name }));
  }

  /** The code ends with the commit that makes the partnership. @throws RuleError `set-up-code-not-valid`, `common-password` */
  async setUp(body: InputOf<typeof setUpInstallation>['body'], sending: Buffer | null): Promise<void> {
    await this.forms.once(sending, async () => (await this.#made(body, sending)).userId);
  }

  async #made({ code, name, districts, agency, administrator }: InputOf<typeof setUpInstallation>['body'], sending: Buffer | null): Promise<Founded> {
    // Before the password is looked at, which costs time: nobody without the code is told anything of it.
    await this.check(code);
    return this.founding.found({ name, districts, agency, administrator: { ...administrator, trainingValidTo: null, secondFactorExempt: false } }, async () => {
      await this.database.em.execute('select 1 from installation for update');
      await this.#demand(code);
      await this.database.em.nativeUpdate(Installation, { single: true }, { setUpCodeHash: null, setUpAt: this.database.clock.now() });
      await this.forms.take(sending, NOBODY);
    });
  }

  /**
   * Makes a partnership for whoever operates the installation, which is begun by it as one without a demonstration: a
   * set-up code ends with it. One whose administrator is exempt from the second factor is a demonstration's.
   *
   * @throws RuleError `demonstration-here`, `no-demonstration-here`, `common-password`, `email-taken`
   */
  async provide(given: NewPartnership): Promise<Founded> {
    return this.founding.found(given, async () => {
      if (!given.administrator.secondFactorExempt) await this.#beginForGood();
    });
  }

  async #beginForGood(): Promise<void> {
    if ((await this.database.em.count(Account, { secondFactorExempt: true })) > 0) {
      throw new RuleError('demonstration-here', 'This installation has accounts of the demonstration, beside which no real partnership can exist');
    }
    await this.database.em.execute(
      `insert into installation (single, set_up_at) values (true, ?)
       on conflict (single) do update set set_up_code_hash = null, set_up_at = coalesce(installation.set_up_at, excluded.set_up_at)`,
      [this.database.clock.now()],
    );
  }

  async #begin(): Promise<void> {
    if ((await this.database.em.count(Partnership)) > 0 || (await this.database.em.count(Account)) > 0) {
      throw new RuleError('partnerships-here', 'This installation has partnerships already, perhaps those of the demonstration');
    }
    await this.database.em.insert(Installation, { single: true, setUpCodeHash: null, setUpAt: null });
  }

  async #demand(code: string): Promise<void> {
    const known = (await this.#find())?.setUpCodeHash ?? null;
    if (known === null || !timingSafeEqual(known, hashOf(code))) throw codeNotValid();
  }

  async #find(): Promise<Installation | null> {
    return this.database.em.findOne(Installation, { single: true }, { refresh: true });
  }
}
