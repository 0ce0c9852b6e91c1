import { fieldOf } from '../session/body.js';
import type { Form, ReadForm } from './form.js';

/** One page of a form that is asked a question a page. */
export interface Question<Key extends string = string> {
  key: Key;
  /** The form's fields on this page; the others travel along in hidden fields. */
  fields: readonly string[];
  /** Whether it is asked, as the answers stand; always, where it is left out. */
  asked?: (form: Form) => boolean;
}

/** Where the answers are read once more before they are sent. */
export const CHECK = 'check';

/** Names of the hidden field that says which page was sent, and of the buttons that go elsewhere than on. */
const AT = '_at';
const GO = '_go';
/** Whether the answers had been read through before: then a changed answer leads back to them. */
const CHECKED = '_checked';

/** The page to show next, with the form as it is shown there; or all is answered and was read, and can be sent. */
export type Turn<Key extends string> = { at: Key | typeof CHECK; form: Form } | 'send';

/**
 * A form that is asked a question a page: one `formOf` whose fields are spread over pages. What is answered travels from
 * page to page in the form and is kept nowhere until it is sent.
 */
export class Questions<Key extends string> {
  constructor(private readonly all: readonly Question<Key>[]) {}

  fieldsOf(at: Key | typeof CHECK): readonly string[] {
    return this.all.find(({ key }) => key === at)?.fields ?? [];
  }

  first(form: Form): { at: Key | typeof CHECK; form: Form } {
    return { at: this.asked(form)[0]?.key ?? CHECK, form };
  }

  /** The page before, or null on the first. */
  before(at: Key | typeof CHECK, form: Form): Key | null {
    const asked = this.asked(form);
    const place = at === CHECK ? asked.length : asked.findIndex(({ key }) => key === at);
    return asked[place - 1]?.key ?? null;
  }

  /** What to do with what the browser sent. */
  next(body: unknown, { form }: Pick<ReadForm<unknown>, 'form'>): Turn<Key> {
    const at = this.keyOf(fieldOf(body, AT));
    const to = this.keyOf(fieldOf(body, GO));
    if (to !== null) return { at: to, form: form.about([]) };
    if (at === null) return this.first(form.about([]));
    if (at === CHECK) return this.faulty(form) ?? 'send';
    const own = form.about(this.fieldsOf(at));
    if (own.faults.length > 0) return { at, form: own };
    const later = fieldOf(body, CHECKED) === 'yes' ? undefined : this.after(at, form);
    if (later !== undefined) return { at: later, form: form.about([]) };
    const missing = this.faulty(form);
    return missing === null ? { at: CHECK, form: form.about([]) } : { at: missing.at, form: form.about([]) };
  }

  /** The page of the first fault of a form that a service refused. */
  refused(form: Form): { at: Key | typeof CHECK; form: Form } {
    const [fault] = form.faults;
    const at = this.all.find(({ fields }) => fault?.field != null && fields.includes(fault.field));
    return { at: at?.key ?? CHECK, form };
  }

  /** What the page of a question shows beside its fields (`forms/questions.njk`). */
  shown(at: Key | typeof CHECK, form: Form, body: unknown) {
    return { at, carried: form.carried(this.fieldsOf(at)), before: this.before(at, form), checked: at === CHECK || fieldOf(body, CHECKED) === 'yes' || fieldOf(body, AT) === CHECK };
  }

  private asked(form: Form): Question<Key>[] {
    return this.all.filter(({ asked }) => asked?.(form) ?? true);
  }

  private after(at: Key, form: Form): Key | undefined {
    const asked = this.asked(form);
    return asked[asked.findIndex(({ key }) => key === at) + 1]?.key;
  }

  /** The first question that is asked and has a fault. */
  private faulty(form: Form): { at: Key | typeof CHECK; form: Form } | null {
    const question = this.asked(form).find(({ fields }) => form.about(fields).faults.length > 0);
    return question === undefined ? null : { at: question.key, form: form.about(question.fields) };
  }

  private keyOf(value: unknown): Key | typeof CHECK | null {
    if (value === CHECK) return CHECK;
    return this.all.find(({ key }) => key === value)?.key ?? null;
  }
}
