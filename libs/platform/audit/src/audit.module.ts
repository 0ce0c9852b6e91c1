import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServiceName } from '@concordat/contracts-protocol';
import { postgresUrl, readSettings, secretKey } from '@concordat/platform-config';
import { z } from 'zod';
import { AuditSealer } from './audit-sealer.js';
import { Audit } from './audit.js';
import { HeadFiles, signingKey } from './signed-heads.js';

/** {@link Audit} for every module of a service; needs PersistenceModule. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
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

/** The sealing of entries, for the worker root of a service. */
@Module({})
export class AuditSealingModule {
  static forRoot({ service, env, everyMs = 5_000 }: AuditSealingOptions): DynamicModule {
    const useFactory = (): AuditSealer => {
      const settings = readSettings(schema, env);
      const heads = settings.CONCORDAT_AUDIT_HEADS === undefined ? null : new HeadFiles(settings.CONCORDAT_AUDIT_HEADS);
      return new AuditSealer(settings.CONCORDAT_RELAY_DATABASE_URL, { service, key: signingKey(settings.CONCORDAT_AUDIT_KEY), heads }, everyMs);
    };
    return { module: AuditSealingModule, providers: [{ provide: AuditSealer, useFactory }], exports: [AuditSealer] };
  }
}
