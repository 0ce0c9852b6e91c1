import type { KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { HeadFiles } from './signed-heads.js';
import { readOnly, verifyAudit, type AuditReport } from './verify-audit.js';

/** How the service's audit stands. */
export interface AuditStanding {
  /** When the first entry was written, in milliseconds since 1970; null while there is none. */
  beganAt: number | null;
  /** Milliseconds since 1970; null when the chain was never followed. */
  checkedAt: number | null;
  faults: number;
  /** Age of the oldest entry that is in no batch, in seconds; 0 when all are. */
  oldestUnsealedSeconds: number;
}

/** Whose chain, where, and what proves its end. */
export interface CheckedChain {
  service: string;
  relayUrl: string;
  /** Verifies signatures of heads. */
  key: KeyObject;
  heads: HeadFiles | null;
}

/** Those of this process: one in an installation, several in a test. */
const watched = new Set<AuditChecks>();

function gauge(name: string, help: string, valueOf: (standing: AuditStanding) => number | null): void {
  new Gauge({
    name,
    help,
    labelNames: ['service'],
    async collect() {
      this.reset();
      for (const checks of watched) {
        // A database that is away is told by the readiness check: the other metrics are still served.
        const standing = await checks.standing().catch(() => null);
        const value = standing === null ? null : valueOf(standing);
        if (value !== null) this.set({ service: checks.service }, value);
      }
    },
  });
}

gauge('audit_faults', 'Faults that the last following of the audit’s chain found', ({ faults, checkedAt }) => (checkedAt === null ? null : faults));
gauge('audit_began_timestamp_seconds', 'When the first entry of the audit was written; left out while there is none', ({ beganAt }) => (beganAt === null ? null : beganAt / 1000));
gauge('audit_checked_timestamp_seconds', 'When the audit’s chain was last followed from its beginning to its end', ({ checkedAt }) => (checkedAt === null ? null : checkedAt / 1000));
gauge('audit_oldest_unsealed_seconds', 'Age of the oldest audit entry that is in no sealed batch yet, in seconds', ({ oldestUnsealedSeconds }) => oldestUnsealedSeconds);

/** Follows the service's whole chain, keeps what came of it, and shows it among the process's metrics. */
@Injectable()
export class AuditChecks implements OnApplicationShutdown {
  readonly #pool: Pool;

  constructor(private readonly chain: CheckedChain) {
    this.#pool = new Pool({ connectionString: chain.relayUrl, max: 1, idleTimeoutMillis: 1_000, application_name: 'audit-checks' });
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    watched.add(this);
  }

  get service(): string {
    return this.chain.service;
  }

  /** Follows the chain. It reads all of it: once a day, not in a request. */
  async check(now: Date = new Date()): Promise<AuditReport> {
    const { service, key, heads, relayUrl } = this.chain;
    const proof = { service, key, heads: (await heads?.read(service)) ?? [] };
    const report = await readOnly(relayUrl, (client) => verifyAudit(client, proof));
    await this.#pool.query(
      `insert into audit_check (checked_at, entries, faults) values ($1, $2, $3)
       on conflict (single) do update set checked_at = excluded.checked_at, entries = excluded.entries, faults = excluded.faults`,
      [now, report.entries, report.faults.length],
    );
    return report;
  }

  async standing(): Promise<AuditStanding> {
    const { rows } = await this.#pool.query<{ began: number | null; checked: number | null; faults: number | null; oldest: number }>(
      `select (select extract(epoch from at) * 1000 from audit_entry order by seq limit 1)::float8 as began,
              (select extract(epoch from checked_at) * 1000 from audit_check)::float8 as checked,
              (select faults from audit_check) as faults,
              coalesce(extract(epoch from now() - (select at from audit_entry where batch is null order by seq limit 1)), 0)::float8 as oldest`,
    );
    const [row] = rows;
    return { beganAt: row?.began ?? null, checkedAt: row?.checked ?? null, faults: row?.faults ?? 0, oldestUnsealedSeconds: row?.oldest ?? 0 };
  }

  async onApplicationShutdown(): Promise<void> {
    watched.delete(this);
    await this.#pool.end();
  }
}
