import type { ServiceName } from '@concordat/contracts-protocol';
import { Client, type QueryResultRow } from 'pg';

/** Runs work with a service's database, as the superuser. */
export type Databases = (service: ServiceName) => string;

export async function query<Row extends QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
