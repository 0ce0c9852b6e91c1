import type { EntityMetadata } from '@mikro-orm/postgresql';
import type { CursorValue } from './cursor.js';
import type { PartnershipRow } from './partnership-row.js';

export type Direction = 'asc' | 'desc';
/** One column of an order, e.g. `{ createdAt: 'desc' }`. */
export type OrderBy<E> = { readonly [K in keyof E & string]?: Direction };
export type PageOrder<E> = readonly OrderBy<E>[];

interface Step {
  field: string;
  direction: Direction;
}

/** The order of a list, and what of a row says where it stands in it. */
export interface Keyset<E> {
  /** Tells this order from others. */
  name: string;
  orderBy: Record<string, Direction>[];
  valuesOf(row: E): CursorValue[];
  /** Condition of the rows behind the one with these values. */
  after(values: readonly CursorValue[]): object;
}

/** @throws Error for an order by a column that can be null: such rows would fall between pages */
export function keysetOf<E extends PartnershipRow>(meta: EntityMetadata<E>, order: PageOrder<E>): Keyset<E> {
  const steps = stepsOf(order);
  for (const { field } of steps) {
    const property = meta.props.find(({ name }) => name === field);
    if (!property || property.nullable) throw new Error(`A list of ${meta.tableName} cannot be ordered by ${field}: it must be a column that is never null`);
  }
  return {
    name: steps.map(({ field, direction }) => `${field}:${direction}`).join(','),
    orderBy: steps.map(({ field, direction }) => ({ [field]: direction })),
    valuesOf: (row) => steps.map(({ field }) => cursorValue(Reflect.get(row, field), field)),
    after: (values) => behind(steps, values),
  };
}

function stepsOf<E>(order: PageOrder<E>): Step[] {
  const steps = order.flatMap((one) => Object.entries<Direction | undefined>(one).map(([field, direction]) => ({ field, direction: direction ?? 'asc' })));
  const last = steps.at(-1);
  return steps.some(({ field }) => field === 'id') ? steps : [...steps, { field: 'id', direction: last?.direction ?? 'asc' }];
}

/** `a < x or (a = x and b < y)`, with `a <= x` in front so that an index can begin at the right place. */
function behind(steps: readonly Step[], values: readonly CursorValue[]): object {
  const [first] = steps;
  const bound = first ? { [first.field]: { [first.direction === 'asc' ? '$gte' : '$lte']: values[0] } } : {};
  const alternatives = steps.map(({ field, direction }, index) => ({
    ...Object.fromEntries(steps.slice(0, index).map((before, at) => [before.field, values[at]])),
    [field]: { [direction === 'asc' ? '$gt' : '$lt']: values[index] },
  }));
  return { ...bound, $or: alternatives };
}

function cursorValue(value: unknown, field: string): CursorValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value;
  throw new Error(`A list cannot be ordered by ${field}: its value is neither text, number, truth nor time`);
}
