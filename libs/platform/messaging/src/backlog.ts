import type { Pool } from 'pg';
import { Gauge } from 'prom-client';

/** How far behind a service's messages are. */
export interface Backlog {
  /** Deliveries that no consumer acknowledged yet. */
  waiting: number;
  /** Age of the oldest of them, in seconds; 0 when none waits. */
  oldestSeconds: number;
  /** Dead letters not yet dealt with. */
  deadLetters: number;
}

export async function backlogOf(pool: Pool): Promise<Backlog> {
  const { rows } = await pool.query<{ waiting: number; oldest: number; dead: number }>(
    `select (select count(*) from outbox_delivery where acked_at is null)::int as waiting,
            coalesce(extract(epoch from now() - (select min(o.created_at) from outbox_delivery d join outbox o on o.id = d.event_id where d.acked_at is null)), 0)::float8 as oldest,
            (select count(*) from dead_letter where settled_at is null)::int as dead`,
  );
  const [row] = rows;
  return { waiting: row?.waiting ?? 0, oldestSeconds: row?.oldest ?? 0, deadLetters: row?.dead ?? 0 };
}

/** The relays of this process, by service: one in an installation, several in a test. */
const watched = new Map<string, () => Promise<Backlog>>();

function gauge(name: string, help: string, valueOf: (backlog: Backlog) => number): void {
  new Gauge({
    name,
    help,
    labelNames: ['service'],
    async collect() {
      this.reset();
      for (const [service, look] of watched) {
        // A database that is away is told by the readiness check: the other metrics are still served.
        const backlog = await look().catch(() => null);
        if (backlog !== null) this.set({ service }, valueOf(backlog));
      }
    },
  });
}

gauge('outbox_deliveries_waiting', 'Deliveries of events that no consumer has acknowledged yet', (backlog) => backlog.waiting);
gauge('outbox_oldest_waiting_seconds', 'Age of the oldest delivery that no consumer has acknowledged yet, in seconds', (backlog) => backlog.oldestSeconds);
gauge('dead_letters_open', 'Events and jobs that failed for good and were not dealt with yet', (backlog) => backlog.deadLetters);

/** Shows a service's backlog among the process's metrics. @returns what ends it */
export function showBacklog(service: string, pool: Pool): () => void {
  const look = (): Promise<Backlog> => backlogOf(pool);
  watched.set(service, look);
  return () => {
    if (watched.get(service) === look) watched.delete(service);
  };
}
