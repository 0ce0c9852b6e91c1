import { createHash } from 'node:crypto';
import { escapeLiteral, type Pool } from 'pg';
import { tellStatement } from './statements-sent.js';
import { framing } from './transaction-frames.js';

/** PostgreSQL's word that a table has changed under a plan that a connection keeps. */
const PLAN_IS_STALE = '0A000';
/** Texts that are kept at most: each takes memory of every connection, up to a megabyte where the policy stands in it. */
const KEPT_AT_MOST = 200;

/** What can be written into a statement of which the plan is kept. A list is PostgreSQL's text of one. */
export type Written = string | number | boolean | Date | Uint8Array | null;

/**
 * Lets each connection of the pool keep the plan of a statement that comes with values bound ({@link Database.query},
 * and the reads of MikroORM that {@link boundRead} binds): it is prepared under a name made of its text, and planned once a
 * connection. One that goes with others cannot come with values bound: it is prepared by itself,
 * and what goes is its execution, with the values written into it.
 *
 * A migration that changes what a kept statement answers makes PostgreSQL refuse the plan: that request fails, and from
 * then on every connection prepares anew.
 */
export function keepPlans(pool: Pool): void {
  const names = new Map<string, string>();
  let generation = 0;
  const nameOf = (text: string): string => {
    let name = names.get(text);
    if (name === undefined) names.set(text, (name = createHash('sha256').update(`${String(generation)} ${text}`).digest('base64url')));
    return name;
  };
  const named = (text: string): { name?: string } => (names.has(text) || names.size < KEPT_AT_MOST ? { name: nameOf(text) } : {});
  const forgetStale = (error: unknown): never => {
    if (error instanceof Error && 'code' in error && error.code === PLAN_IS_STALE) {
      generation += 1;
      names.clear();
    }
    throw error;
  };
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const send = (...asked: unknown[]): unknown => {
      const answer: unknown = Reflect.apply(query, undefined, asked);
      return answer instanceof Promise ? answer.catch(forgetStale) : answer;
    };
    const prepared = new Set<string>();
    const execute = async ({ mark, text }: { mark: string; text: string }, values: readonly unknown[]): Promise<unknown> => {
      // Not the name under which the driver would prepare the same text.
      const name = nameOf(mark + text);
      if (!prepared.has(name)) {
        await send(`prepare "${name}" as ${text}`);
        prepared.add(name);
      }
      return send(`${mark}execute "${name}"(${values.map(literal).join(', ')})`);
    };
    const keeping = (text: unknown, values: unknown, ...more: unknown[]): unknown => {
      if (typeof text === 'string') tellStatement(text);
      if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return send(text, values, ...more);
      const frame = framing(text);
      return frame === null ? send({ ...named(text), text, values }, ...more) : execute(frame, values);
    };
    Reflect.set(client, 'query', keeping);
  });
}

/** Most of what is written are ids and words of code, which need no second look at each character. */
function literal(value: unknown): string {
  if (value === null) return 'null';
  const text = textOf(value);
  return /['\\]/.test(text) ? escapeLiteral(text) : `'${text}'`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  throw new Error('Only text, numbers, truth values, times and bytes can be written into a statement');
}
