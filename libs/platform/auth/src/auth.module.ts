import type { ServiceName } from '@concordat/contracts-protocol';
import { Database } from '@concordat/platform-persistence';
import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { CallerResolver } from './callers/caller-resolver.js';
import { MembershipSource } from './callers/membership-source.js';
import { ProjectedMemberships } from './registry-projection/projected-memberships.js';
import { RegistryProjection } from './registry-projection/registry-projection.js';
import { TokenVerifier } from './tokens/token-verifier.js';
import type { TokenKeys } from './tokens/token-verifier.js';

export interface AuthOptions {
  service: ServiceName;
  keys: TokenKeys;
  /** For the registry, which owns memberships; every other service keeps a projection of them, with its consumers. */
  memberships?: Type<MembershipSource>;
}

/** Who asks, for every module of a service. */
@Module({})
export class AuthModule {
  static forRoot(options: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      controllers: options.memberships ? [] : [RegistryProjection],
      providers: [
        { provide: TokenVerifier, useFactory: () => new TokenVerifier(options.service, options.keys) },
        { provide: MembershipSource, useClass: options.memberships ?? ProjectedMemberships },
        {
          provide: CallerResolver,
          useFactory: (verifier: TokenVerifier, memberships: MembershipSource, database: Database) => new CallerResolver(verifier, memberships, database),
          inject: [TokenVerifier, MembershipSource, Database],
        },
      ],
      exports: [TokenVerifier, MembershipSource, CallerResolver],
    };
  }
}
