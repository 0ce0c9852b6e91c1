import type { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { namedChanges } from '../tables.js';
import { confirmForm, confirmPage, type Confirmation } from './confirmation.js';

/** A kind of record that is in use or not: agencies of the partnership, forums that are held, services that are offered. */
export interface Switched<Kept extends { version: number }> {
  get: (id: string) => Promise<Kept>;
  /** What is asked before it is taken into use again (`true`) or out of it. */
  asks: (active: boolean) => (record: Kept) => Confirmation;
  change: (record: Kept, given: { version: number; active: boolean }, idempotencyKey: string) => Promise<unknown>;
  /** Names agencies among what somebody else changed meanwhile. */
  names: () => Promise<{ name: (id: string) => string }>;
  /** The page to go to, and what it then says. */
  then: (id: string, active: boolean) => { path: string; done: string };
}

/** Takes records into use and out of it, each after being asked: one change of the record, with its version. */
export class Switching<Kept extends { version: number }> {
  constructor(private readonly of: Switched<Kept>) {}

  async ask(id: string, active: boolean): Promise<Answer> {
    const record = await this.of.get(id);
    return confirmPage(this.of.asks(active)(record), confirmForm.blank({ version: record.version }));
  }

  async set(id: string, active: boolean, body: unknown): Promise<Answer> {
    const record = await this.of.get(id);
    const result = await confirmForm.read(body).send(({ version }, key) => this.of.change(record, { version, active }, key), { labels: FIELD_WORDS });
    if (!result.sent) return this.refused(record, active, result.form);
    const { path, done } = this.of.then(id, active);
    return redirect(path, { done });
  }

  private async refused(record: Kept, active: boolean, form: Form): Promise<Answer> {
    const names = await this.of.names();
    return confirmPage(this.of.asks(active)(record), namedChanges(form, (id) => names.name(id)));
  }
}
