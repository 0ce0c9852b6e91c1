import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../bench-database.js';

/** Statements by the service that sent them. */
export type Statements = Readonly<Record<string, number>>;

const TIMES = 3;

export const totalOf = (statements: Statements): number => Object.values(statements).reduce((sum, count) => sum + count, 0);

/** What PostgreSQL was sent by the processes that serve requests; relays and seals, which work at any time, are left out. */
export class StatementLog {
  private constructor(private readonly file: string) {}

  /** Has the server write down each statement from now on. @param file its log */
  static async open(postgresUrl: string, file: string): Promise<StatementLog> {
    await withClient(postgresUrl, async (client) => {
      await client.query(`alter system set log_line_prefix = '%u> '`);
      await client.query(`alter system set log_statement = 'all'`);
      await client.query('select pg_reload_conf()');
    });
    await pause(500);
    return new StatementLog(file);
  }

  /** As {@link during}, of several times the fewest: once in a while a page meets a token that has run out, or another service's health look. */
  async fewest(work: () => Promise<void>): Promise<Statements> {
    const counts: Statements[] = [];
    for (let time = 0; time < TIMES; time += 1) counts.push(await this.during(work));
    return counts.reduce((least, one) => (totalOf(one) < totalOf(least) ? one : least));
  }

  /** Statements that `work` sent, without what begins and ends transactions and what goes along with that: who asks, and the audit. */
  async during(work: () => Promise<void>): Promise<Statements> {
    const before = (await readFile(this.file, 'utf8')).length;
    await work();
    await pause(500);
    const said = (await readFile(this.file, 'utf8')).slice(before);
    const counts: Record<string, number> = {};
    for (const [, service = '', text = ''] of said.matchAll(/^concordat_[a-z0-9]+_(\w+)_app> LOG: {2}(?:statement|execute [^:]*): (.*)/gm)) {
      if (!/^(commit|rollback|begin; select set_config|\/\* with commit \*\/)/.test(text)) counts[service] = (counts[service] ?? 0) + 1;
    }
    return counts;
  }
}
