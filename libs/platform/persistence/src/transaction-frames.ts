import type { Pool, QueryResult } from 'pg';

const BEGUN: Pick<QueryResult, 'command' | 'rowCount' | 'rows'> = { command: 'BEGIN', rowCount: null, rows: [] };

/** PostgreSQL answered a commit with a rollback: a statement had failed, and whoever sent it went on as if it had not. */
export class CommitRefused extends Error {
  override readonly name = 'CommitRefused';

  constructor() {
    super('The transaction was rolled back: one of its statements failed, and the error was caught. Let it out, or use a savepoint');
  }
}

/**
 * What frames a transaction costs the pool's connections as little as it can: `begin` waits for the first statement and
 * goes with it, and the answer of `commit` is looked at, because PostgreSQL ends a failed transaction with a silent
 * rollback that would look like a success.
 */
export function frameTransactions(pool: Pool): void {
  pool.on('connect', (client) => {
    const send = client.query.bind(client);
    const query = (text: unknown, values: unknown): Promise<unknown> => Reflect.apply(send, undefined, [text, values]) as Promise<unknown>;
    let waiting: string | null = null;

    const framed = async (text: unknown, values: unknown): Promise<unknown> => {
      if (isBegin(text)) {
        waiting = text;
        return BEGUN;
      }
      const begin = waiting;
      waiting = null;
      if (begin === null) return text === 'commit' ? committed(await query(text, values)) : query(text, values);
      // Nothing was sent: there is nothing to end.
      if (text === 'commit' || text === 'rollback') return BEGUN;
      if (typeof text === 'string' && isWithout(values)) return last(await query(`${begin}; ${text}`, undefined));
      await query(begin, undefined);
      return query(text, values);
    };
    // Those who ask with a callback or a query of their own frame nothing.
    const patched = (text: unknown, ...more: unknown[]): unknown =>
      typeof text === 'string' && more.every((one) => typeof one !== 'function') ? framed(text, more[0]) : Reflect.apply(send, undefined, [text, ...more]);
    Reflect.set(client, 'query', patched);
  });
}

const isBegin = (text: unknown): text is string => typeof text === 'string' && /^(begin|start transaction)\b/.test(text);

const isWithout = (values: unknown): boolean => values === undefined || (Array.isArray(values) && values.length === 0);

/** Of several statements that went together, the answer of the last. */
const last = (answer: unknown): unknown => (Array.isArray(answer) ? answer.at(-1) : answer);

function committed(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'command' in answer && answer.command === 'ROLLBACK') throw new CommitRefused();
  return answer;
}
