import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@concordat/contracts-protocol';
import { postgresUrl, readSettings, secretKey } from '@concordat/platform-config';
import { z } from 'zod';
import { AuditChecks } from './audit-checks.js';
import { AuditSealer } from './audit-sealer.js';
import { Audit } from './audit.js';
import { Conduct } from './conduct.js';
import { Looks } from './looks.js';
import { HeadFiles, signingKey, verifyingKey } from './signed-heads.js';
import { verifyAuditCommand } from './verify-audit.js';

/** {@link Audit}, {@link Conduct} and {@link Looks} for every module of a service; needs PersistenceModule. */
@Global()
@Module({ providers: [Audit, Conduct, Looks], exports: [Audit, Conduct, Looks] })
export class AuditModule {}

export interface AuditSealingOptions {
  service: ServiceName;
  /** In place of `process.env`; read when the application starts. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds between two rounds; 5,000 unless given. */
  everyMs?: number;
}

const schema = z.object({
  CONCORDAT_RELAY_DATABASE_URL: postgresUrl,
  /** Signs the end of the chain: 32 random bytes in base64 that no database holds. */
  CONCORDAT_AUDIT_KEY: secretKey,
  /** A folder outside the databases for the signed end of each day's chain; without it a cut tail is found only by what is left in the database. */
  CONCORDAT_AUDIT_HEADS: z.string().optional(),
});

function readPlaces(env: AuditSealingOptions['env']) {
  const { CONCORDAT_RELAY_DATABASE_URL: relayUrl, CONCORDAT_AUDIT_KEY: seed, CONCORDAT_AUDIT_HEADS: folder } = readSettings(schema, env);
  return { relayUrl, seed, heads: folder === undefined ? null : new HeadFiles(folder) };
}

/**
 * Follows the service's chain at once, by the settings of its processes, and prints what it found, a line each.
 *
 * @returns exit status: 0 when the record is whole, 1 when it is not
 */
export async function verifyAuditOf({ service, env }: AuditSealingOptions, print: (line: string) => void): Promise<0 | 1> {
  const { relayUrl, seed, heads } = readPlaces(env);
  return verifyAuditCommand(relayUrl, { service, key: verifyingKey(seed), heads: (await heads?.read(service)) ?? [] }, print);
}

/** The sealing of entries and the following of their chain. */
@Module({})
export class AuditSealingModule {
  static forRoot({ service, env, everyMs = 5_000 }: AuditSealingOptions): DynamicModule {
    const read = () => readPlaces(env);
    const sealer = (): AuditSealer => {
      const { relayUrl, seed, heads } = read();
      return new AuditSealer(relayUrl, { service, key: signingKey(seed), heads }, everyMs);
    };
    const checks = (): AuditChecks => {
      const { relayUrl, seed, heads } = read();
      return new AuditChecks({ service, relayUrl, key: verifyingKey(seed), heads });
    };
    return {
      module: AuditSealingModule,
      providers: [
        { provide: AuditSealer, useFactory: sealer },
        { provide: AuditChecks, useFactory: checks },
      ],
      exports: [AuditSealer, AuditChecks],
    };
  }
}
