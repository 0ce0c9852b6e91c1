import type { ChangeRow } from '../layout/changes.js';
import type { Form } from '../forms/form.js';

export interface Status {
  text: string;
  colour: string;
}

/** One cell of a table: text, which may lead somewhere, or a status. The first cell of a row names it. */
export interface Cell {
  text?: string;
  href?: string;
  /** Of a link whose text says too little by itself: the rest, for screen readers. */
  hidden?: string;
  /** Below the text, and quieter. */
  hint?: string;
  tag?: Status;
  /** Dates and the like, which are not to be broken. */
  together?: boolean;
}

export interface Table {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The last column leads to what can be done: it is not printed. */
  actions?: boolean;
}

/** One row of `parts.details`. */
export interface DetailRow {
  key: string;
  text: string;
  href?: string;
  hidden?: string;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Names for the ids of agencies among what someone else changed. */
export function namedChanges(form: Form, name: (id: string) => string): Form {
  for (const row of form.changed ?? []) nameIds(row, name);
  return form;
}

function nameIds(row: ChangeRow, name: (id: string) => string): void {
  row.from = row.from.replaceAll(UUID, name);
  row.to = row.to.replaceAll(UUID, name);
}
