import type { Pool, QueryResult } from 'pg';

const BEGUN: Pick<QueryResult, 'command' | 'rowCount' | 'rows'> = { command: 'BEGIN', rowCount: null, rows: [] };

/** PostgreSQL answered a commit with a rollback: a statement had failed, and whoever sent it went on as if it had not. */
export class CommitRefused extends Error {
  override readonly name = 'CommitRefused';

  constructor() {
    super('The transaction was rolled back: one of its statements failed, and the error was caught. Let it out, or use a savepoint');
  }
}

/** Says of a statement that it may wait for the next, or for the commit. */
const WAITS = '/* waits */ ';
/** Characters that wait at most: more goes at once. */
const WAITING_AT_MOST = 200_000;

/** Says of a statement that it goes with what begins the transaction, where it is the first. */
const WITH_BEGIN = '/* with begin */ ';

/** A statement whose answer nobody reads: it goes with the next one, or with the commit. */
export const waits = (statement: string): string => WAITS + statement;

/** A statement that begins a transaction's work, and goes with its begin. */
export const withBegin = (statement: string): string => WITH_BEGIN + statement;

/** The mark of a statement that goes with what frames a transaction, and its text; null where it goes by itself. */
export function framing(statement: string): { mark: string; text: string } | null {
  const mark = [WITH_BEGIN, WAITS].find((one) => statement.startsWith(one));
  return mark === undefined ? null : { mark, text: statement.slice(mark.length) };
}

/**
 * What frames a transaction costs the pool's connections as little as it can: `begin` and the session's settings wait for
 * the first statement and go with it, statements whose answer nobody reads ({@link waits}) wait for the next one or for `commit`,
 * and the answer of `commit` is looked at, because PostgreSQL ends a failed transaction with a silent rollback that would look like a success.
 */
export function frameTransactions(pool: Pool): void {
  pool.on('connect', (client) => {
    const send = client.query.bind(client);
    const query = (text: unknown, values: unknown): Promise<unknown> => Reflect.apply(send, undefined, [text, values]) as Promise<unknown>;
    /** What of the transaction was not sent yet. */
    let waiting: string | null = null;
    /** What went with a commit failed: whoever asked for the commit takes the transaction for ended, and so it has to be. */
    const undone = async (error: unknown): Promise<never> => {
      await query('rollback', undefined);
      throw error;
    };
    let begun = false;

    const framed = async (text: unknown, values: unknown): Promise<unknown> => {
      if (isBegin(text)) {
        waiting = text;
        begun = false;
        return BEGUN;
      }
      if (typeof text === 'string' && isWithout(values) && (isWaiting(text) || (waiting !== null && isSettings(text)))) {
        waiting = waiting === null ? text : `${waiting}; ${text}`;
        if (waiting.length < WAITING_AT_MOST) return BEGUN;
        text = waiting;
        waiting = null;
      }
      const before = waiting;
      waiting = null;
      const ends = text === 'commit' || text === 'rollback';
      // Nothing was sent: there is nothing to end.
      if (ends && !begun && (text === 'rollback' || !before?.includes(WAITS))) return BEGUN;
      begun = !ends;
      if (text === 'rollback' || before === null) return text === 'commit' ? committed(await query(text, values)) : query(text, values);
      if (text === 'commit') return committed(last(await query(`${before}; commit`, undefined).catch(undone)));
      if (typeof text === 'string' && isWithout(values)) return last(await query(`${before}; ${text}`, undefined));
      await query(before, undefined);
      return query(text, values);
    };
    // Those who ask with a callback or a query of their own frame nothing.
    const patched = (text: unknown, ...more: unknown[]): unknown =>
      (typeof text === 'string' || isPrepared(text)) && more.every((one) => typeof one !== 'function') ? framed(text, more[0]) : Reflect.apply(send, undefined, [text, ...more]);
    Reflect.set(client, 'query', patched);
  });
}

const isBegin = (text: unknown): text is string => typeof text === 'string' && /^(begin|start transaction)\b/.test(text);

/** A statement with its name and values in one; not a cursor. */
const isPrepared = (text: unknown): boolean => typeof text === 'object' && text !== null && 'text' in text && !('submit' in text);

/** The session's settings, which MikroORM sets as the first of a transaction: nobody reads what is answered. */
const isSettings = (text: string): boolean => text.startsWith('select set_config(');

const isWaiting = (text: string): boolean => text.startsWith(WAITS);

const isWithout = (values: unknown): boolean => values === undefined || (Array.isArray(values) && values.length === 0);

/** Of several statements that went together, the answer of the last. */
const last = (answer: unknown): unknown => (Array.isArray(answer) ? answer.at(-1) : answer);

function committed(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'command' in answer && answer.command === 'ROLLBACK') throw new CommitRefused();
  return answer;
}
