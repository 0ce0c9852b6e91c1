import { randomUUID } from 'node:crypto';
import { InvalidInputError, ProblemError, RuleError, StaleVersionError, type Change } from '@concordat/platform-errors';
import { z } from 'zod';
import { describeChanges, type ChangeRow } from '../layout/changes.js';
import { currentVisit } from '../session/visit.js';
import { dateParts, isDateField, type DateParts } from './fields.js';
import { UploadedFile } from './uploads.js';

export { rule } from './fields.js';

/** Name of the hidden field that holds a form's idempotency key. */
export const FORM_KEY = '_key';

/** What was typed into one field: text, several check boxes, or the three boxes of a date. */
export type Typed = string | readonly string[] | DateParts;

export interface Fault {
  /** The field, or null for what concerns the whole form. */
  field: string | null;
  message: string;
  /** Of a date, the boxes to mark. */
  boxes: readonly string[];
}

/** One form as its page shows it: what was typed, and what is wrong with it. Templates give it to the macros of `layout/fields.njk`. */
export class Form {
  /** What changed since the page was shown, when someone else was faster. */
  changed: ChangeRow[] | null = null;
  status: 200 | 400 | 409 | 422 = 200;
  /** The code of the rule by which a service refused the form. */
  rule: string | null = null;

  constructor(
    readonly typed: Readonly<Record<string, Typed>>,
    /** The same for every time that this rendering of the page is sent: a double click acts once. */
    readonly key: string,
    readonly faults: readonly Fault[] = [],
  ) {
    if (faults.length > 0) this.status = 400;
  }

  get faulty(): boolean {
    return this.faults.length > 0 || this.changed !== null;
  }

  /** For templates: the first fault of a field. */
  fault(field: string): Fault | null {
    return this.faults.find((fault) => fault.field === field) ?? null;
  }

  /** For templates: the text typed into a field. */
  text(field: string): string {
    const value = this.typed[field];
    return typeof value === 'string' ? value : '';
  }

  /** For templates: whether a radio button or check box is chosen. */
  has(field: string, value: string): boolean {
    const typed = this.typed[field];
    return typeof typed === 'string' ? typed === value : Array.isArray(typed) && typed.includes(value);
  }

  /** For templates: the three boxes of a date. */
  date(field: string): DateParts {
    return dateParts.safeParse(this.typed[field]).data ?? { day: '', month: '', year: '' };
  }

  /** For templates: what a browser sends of every field but these, to travel on in hidden fields. */
  carried(but: readonly string[] = []): { name: string; value: string }[] {
    return Object.entries(this.typed).flatMap(([name, value]) => {
      if (but.includes(name)) return [];
      if (typeof value === 'string') return [{ name, value }];
      const parts = dateParts.safeParse(value).data;
      if (parts !== undefined) return Object.entries(parts).map(([part, text]) => ({ name: `${name}-${part}`, value: text }));
      return Array.isArray(value) ? value.map((one: string) => ({ name, value: one })) : [];
    });
  }

  /** The same form with the faults of these fields alone; none gives it as if it had not been sent. */
  about(fields: readonly string[]): Form {
    return new Form(this.typed, randomUUID(), this.faults.filter(({ field }) => field !== null && fields.includes(field)));
  }

  /** The same form with a fault more, e.g. of a rule that only a service knows. */
  refused(message: string, field: string | null = null): Form {
    const form = new Form(this.typed, randomUUID(), [...this.faults, { field, message, boxes: [] }]);
    form.status = 422;
    return form;
  }
}

/** Names of a service's fields where the page's own differ: `{ dueOn: 'due' }`. A field's last part is matched by itself. */
export interface SendOptions {
  fields?: Readonly<Record<string, string>>;
  /** Words for changed fields, when someone was faster. */
  labels?: Readonly<Record<string, string>>;
  /** The field at which a rule's refusal stands, by its code; the others stand for the whole form. */
  rules?: Readonly<Record<string, string>>;
}

export type SendResult<Result> = { sent: true; answer: Result } | { sent: false; form: Form };

/** What came from the browser, read by a form's schema: either sound, with its value, or faulty. */
export class ReadForm<Value> {
  constructor(
    readonly form: Form,
    /** What the form means, or null when something is wrong with it. */
    readonly value: Value | null,
    private readonly names: readonly string[],
  ) {}

  /**
   * Gives a sound form to a service, with the key that makes a double click act once. Faults of the form, a rule that
   * refuses and a page that is out of date come back as the form to show again; every other error goes on to its page.
   */
  async send<Result>(call: (value: Value, idempotencyKey: string) => Promise<Result>, options: SendOptions = {}): Promise<SendResult<Result>> {
    if (this.value === null) return { sent: false, form: this.form };
    try {
      return { sent: true, answer: await call(this.value, this.form.key) };
    } catch (error) {
      return { sent: false, form: this.formAfter(error, options) };
    }
  }

  private formAfter(error: unknown, options: SendOptions): Form {
    const { typed } = this.form;
    if (error instanceof StaleVersionError) return outOfDate(typed, error.current, error.changes, options);
    if (error instanceof RuleError) {
      const form = new Form(typed, randomUUID(), [{ field: options.rules?.[error.code] ?? null, message: error.message, boxes: [] }]);
      form.status = 422;
      form.rule = error.code;
      return form;
    }
    if (error instanceof InvalidInputError) {
      // A path that is not the form's own is an address that does not exist, or a fault of ours.
      if (error.issues.some(({ path }) => path.startsWith('params'))) throw error;
      return new Form(typed, randomUUID(), error.issues.map(({ path, message }) => ({ field: this.fieldOf(path, options), message, boxes: [] })));
    }
    throw error;
  }

  private fieldOf(path: string, { fields = {} }: SendOptions): string | null {
    const inBody = path.replace(/^body\./, '');
    const last = inBody.split('.').at(-1) ?? inBody;
    const name = fields[inBody] ?? fields[last] ?? last;
    return this.names.includes(name) ? name : null;
  }
}

/** Shows what changed; sent again, the form is about the version that the person has now been shown. */
function outOfDate(typed: Form['typed'], current: number, changes: readonly Change[], options: SendOptions): Form {
  const form = new Form({ ...typed, version: String(current) }, randomUUID());
  form.changed = describeChanges(changes, currentVisit(), options.labels);
  form.status = 409;
  return form;
}

export interface FormDefinition<Value> {
  /** The form as it is first shown; `start` is what its fields hold, as a service gave it. */
  blank(start?: Readonly<Record<string, unknown>>): Form;
  /** Reads what the browser sent. */
  read(body: unknown): ReadForm<Value>;
}

/** A form by its fields (`forms/fields.ts`) and the rules over them. */
export function formOf<Schema extends z.ZodObject>(schema: Schema): FormDefinition<z.output<Schema>> {
  const names = Object.keys(schema.shape);
  const isDate = (name: string) => isDateField(schema.shape[name] as z.ZodType);
  return {
    blank: (start = {}) => new Form(Object.fromEntries(names.map((name) => [name, typedOf(start[name], isDate(name))])), randomUUID()),
    read(body) {
      const sent = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.instanceof(UploadedFile)])).safeParse(body ?? {}).data ?? {};
      const raw: Record<string, string | string[] | DateParts | UploadedFile> = {};
      for (const name of names) {
        const value = isDate(name) ? datePartsOf(sent, name) : sent[name];
        if (value !== undefined) raw[name] = value;
      }
      const key = z.uuid().safeParse(sent[FORM_KEY]).data ?? randomUUID();
      const typed = Object.fromEntries(names.map((name) => [name, typedOf(raw[name], isDate(name))]));
      const result = schema.safeParse(raw);
      return result.success
        ? new ReadForm(new Form(typed, key), result.data, names)
        : new ReadForm<z.output<Schema>>(new Form(typed, key, faultsOf(result.error, names)), null, names);
    },
  };
}

function datePartsOf(sent: Record<string, unknown>, name: string): DateParts {
  const box = (part: string) => {
    const value = sent[`${name}-${part}`];
    return typeof value === 'string' ? value : '';
  };
  return { day: box('day'), month: box('month'), year: box('year') };
}

/** A value as the browser would send it: true and false are the radio buttons yes and no. */
function typedOf(value: unknown, isDate: boolean): Typed {
  if (isDate) {
    const parts = dateParts.safeParse(value);
    if (parts.success) return parts.data;
    const [year, month, day] = typeof value === 'string' ? value.split('-') : [];
    return { day: unpadded(day), month: unpadded(month), year: year ?? '' };
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function unpadded(part: string | undefined): string {
  return part?.replace(/^0/, '') ?? '';
}

/** The first fault of each field, in the order of the fields: GOV.UK shows one a field. */
function faultsOf(error: z.ZodError, names: readonly string[]): Fault[] {
  const first = new Map<string | null, Fault>();
  for (const issue of error.issues) {
    const name = issue.path[0];
    const field = typeof name === 'string' ? name : null;
    const boxes = issue.code === 'custom' ? z.array(z.string()).safeParse(issue.params?.boxes).data : undefined;
    if (!first.has(field)) first.set(field, { field, message: issue.message, boxes: boxes ?? [] });
  }
  const place = (fault: Fault) => (fault.field === null ? names.length : names.indexOf(fault.field));
  return [...first.values()].sort((one, other) => place(one) - place(other));
}

/** A refusal of partnership-registry or another service by its code, to be said beside a form. */
export function isProblem(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.code === code;
}

/** The form of a button by itself (`fields.action`): nothing to check but its key. */
export const buttonForm = formOf(z.object({}));
