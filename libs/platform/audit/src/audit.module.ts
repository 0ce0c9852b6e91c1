import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@concordat/contracts-protocol';
import { postgresUrl, readSettings, secretKey } from '@concordat/platform-config';
import { z } from 'zod';
import { AuditChecks } from './audit-checks.js';
import { AuditSealer } from './audit-sealer.js';
import { Audit } from './audit.js';
import { Conduct } from './conduct.js';
import { HeadFiles, signingKey, verifyingKey } from './signed-heads.js';

/** {@link Audit} and {@link Conduct} for every module of a service; needs PersistenceModule. */
@Global()
@Module({ providers: [Audit, Conduct], exports: [Audit, Conduct] })
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

/** The sealing of entries and the following of their chain. */
@Module({})
export class AuditSealingModule {
  static forRoot({ service, env, everyMs = 5_000 }: AuditSealingOptions): DynamicModule {
    const read = () => {
      const { CONCORDAT_RELAY_DATABASE_URL: relayUrl, CONCORDAT_AUDIT_KEY: seed, CONCORDAT_AUDIT_HEADS: folder } = readSettings(schema, env);
      return { relayUrl, seed, heads: folder === undefined ? null : new HeadFiles(folder) };
    };
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
