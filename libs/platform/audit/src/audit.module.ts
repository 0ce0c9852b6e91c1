import { Global, Module, type DynamicModule } from '@nestjs/common';
import { postgresUrl, readSettings } from '@concordat/platform-config';
import { z } from 'zod';
import { AuditSealer } from './audit-sealer.js';
import { Audit } from './audit.js';

/** {@link Audit} for every module of a service; needs PersistenceModule. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}

export interface AuditSealingOptions {
  /** In place of `process.env`; read when the application starts. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds between two rounds; 5,000 unless given. */
  everyMs?: number;
}

const schema = z.object({ CONCORDAT_RELAY_DATABASE_URL: postgresUrl });

/** The sealing of entries, for the worker root of a service. */
@Module({})
export class AuditSealingModule {
  static forRoot(options: AuditSealingOptions = {}): DynamicModule {
    const useFactory = (): AuditSealer => new AuditSealer(readSettings(schema, options.env).CONCORDAT_RELAY_DATABASE_URL, options.everyMs ?? 5_000);
    return { module: AuditSealingModule, providers: [{ provide: AuditSealer, useFactory }], exports: [AuditSealer] };
  }
}
