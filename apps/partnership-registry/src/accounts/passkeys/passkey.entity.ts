import { defineEntity, p } from '@mikro-orm/core';

/** A passkey of an account: its public half, which opens nothing. */
export class StoredPasskey {
  declare id: string;
  declare userId: string;
  /** As its owner calls the device or the password manager that has it. */
  declare name: string;
  /** By which browsers and authenticators know it, in base64url. */
  declare credentialId: string;
  /** COSE key. */
  declare publicKey: Uint8Array;
  /** How often its authenticator says that it was used; 0 where it does not count. */
  declare counter: number;
  declare transports: string[];
  declare addedAt: Date;
  declare lastUsedAt: Date | null;
}

export const PasskeySchema = defineEntity({
  class: StoredPasskey,
  tableName: 'passkey',
  schema: 'auth',
  properties: {
    id: p.uuid().primary(),
    userId: p.string(),
    name: p.string(),
    credentialId: p.string(),
    publicKey: p.uint8array(),
    counter: p.bigint('number'),
    transports: p.array(),
    addedAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
  },
});
