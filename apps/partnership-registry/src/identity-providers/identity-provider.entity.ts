import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** An agency's own provider of identity, with whose account its people sign in. */
export class IdentityProvider extends PartnershipRow {
  declare agencyId: string;
  declare issuer: string;
  declare clientId: string;
  /** Sealed under a key of its own: see {@link secretPlace}. */
  declare secret: Uint8Array;
  declare domains: string[];
  declare secondFactorCounts: boolean;
  declare strongAcr: string[];
  declare on: boolean;
}

export const IdentityProviderSchema = defineEntity({
  class: IdentityProvider,
  tableName: 'identity_provider',
  properties: {
    ...partnershipRow,
    agencyId: p.uuid(),
    issuer: p.string(),
    clientId: p.string(),
    secret: p.uint8array(),
    domains: p.array(),
    secondFactorCounts: p.boolean(),
    strongAcr: p.array(),
    on: p.boolean(),
  },
});

/** Where the secret of a provider opens, and nowhere else. */
export const secretPlace = (rowId: string) => ({ table: 'identity_provider', column: 'secret', rowId });

/** Whom of ours an account of a provider is. */
export class ProviderLink {
  declare id: string;
  declare providerId: string;
  declare partnershipId: string;
  /** SHA-256 of issuer and subject: some providers take a name or an address for the subject. */
  declare identityHash: string;
  declare userId: string;
  declare linkedAt: Date;
}

export const ProviderLinkSchema = defineEntity({
  class: ProviderLink,
  tableName: 'provider_link',
  schema: 'auth',
  properties: { id: p.uuid().primary(), providerId: p.uuid(), partnershipId: p.uuid(), identityHash: p.string(), userId: p.string(), linkedAt: p.datetime() },
});
