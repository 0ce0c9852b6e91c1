import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { tellStatement } from './statements-sent.js';

/** PostgreSQL's word that a table has changed under a plan that a connection keeps. */
const PLAN_IS_STALE = '0A000';
/** Texts that are kept at most: each takes memory of every connection, up to a megabyte where the policy stands in it. */
const KEPT_AT_MOST = 200;

/**
 * Lets each connection of the pool keep the plan of a statement that comes with values bound ({@link Database.query},
 * and the reads of MikroORM that {@link boundRead} binds): it is prepared under a name made of its text, and planned once a
 * connection.
 *
 * A migration that changes what a kept statement answers makes PostgreSQL refuse the plan: that request fails, and from
 * then on every connection prepares anew.
 */
export function keepPlans(pool: Pool): void {
  const names = new Map<string, string>();
  let generation = 0;
  const nameOf = (text: string): string | undefined => {
    let name = names.get(text);
    if (name === undefined && names.size < KEPT_AT_MOST) names.set(text, (name = createHash('sha256').update(`${String(generation)} ${text}`).digest('base64url')));
    return name;
  };
  const named = (text: string): { name?: string } => {
    const name = nameOf(text);
    return name === undefined ? {} : { name };
  };
  const forgetStale = (error: unknown): never => {
    if (error instanceof Error && 'code' in error && error.code === PLAN_IS_STALE) {
      generation += 1;
      names.clear();
    }
    throw error;
  };
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const keeping = (text: unknown, values: unknown, ...more: unknown[]): unknown => {
      if (typeof text === 'string') tellStatement(text);
      if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return Reflect.apply(query, undefined, [text, values, ...more]);
      const answer: unknown = Reflect.apply(query, undefined, [{ ...named(text), text, values }, ...more]);
      return answer instanceof Promise ? answer.catch(forgetStale) : answer;
    };
    Reflect.set(client, 'query', keeping);
  });
}
