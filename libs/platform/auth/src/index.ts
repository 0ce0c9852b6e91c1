export { AuthModule, type AuthOptions } from './auth.module.js';
export { caller, openCaller, runAsCaller, type Caller } from './callers/caller.js';
export { CallerResolver } from './callers/caller-resolver.js';
export { CONFIRMED_MINUTES, confirmationNeeded, demandConfirmed } from './callers/confirmed.js';
export { MembershipSource, standingOfRow, type Standing } from './callers/membership-source.js';
export { projectionMigrations } from './registry-projection/projection-migrations.js';
export {
  AgencyProjection,
  MembershipProjection,
  PartnershipProjection,
  projectionEntities,
} from './registry-projection/projections.js';
export { RegistryProjection } from './registry-projection/registry-projection.js';
export { issueToken, ISSUER, TOKEN_SECONDS, tokenClaims, verifyToken, type TokenClaims } from './tokens/token.js';
export { publicTokenKey, TokenVerifier, type TokenKeys } from './tokens/token-verifier.js';
