import type { Pool, PoolClient } from 'pg';

/** How long the holder of a connection that ended has to give it back itself, in milliseconds. */
const GRACE_MS = 1_000;

/**
 * Takes back connections that ended while a transaction held them. The query builder gives a connection back after its
 * rollback; when the server has ended the connection, the rollback fails and the pool would lose a place for ever.
 */
export function takeBackDeadConnections(pool: Pool): void {
  const held = new Set<PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_error, client) => held.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      setTimeout(() => {
        if (held.has(client)) client.release(true);
      }, GRACE_MS).unref();
    });
  });
}
