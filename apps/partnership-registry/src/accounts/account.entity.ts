import { defineEntity, p } from '@mikro-orm/core';

/**
 * An account, in the accounts library's table of users. What the library knows of it and what is ours stand in one row,
 * written in the transaction that changes the person; passwords, codes and new sessions are the library's alone.
 */
export class Account {
  /** The user's id. */
  declare id: string;
  declare name: string;
  /** Of its owner: several accounts may have it, each of another partnership. */
  declare email: string;
  /** By which the accounts library finds it: its address, or, where another account has that as its key, one of its own. */
  declare key: string;
  declare emailVerified: boolean;
  declare createdAt: Date;
  declare updatedAt: Date;
  declare twoFactorEnabled: boolean | null;
  /** Its owner can sign in. */
  declare open: boolean;
  /** Signs in with a password alone, where others need a second factor. */
  declare secondFactorExempt: boolean;
  /** Its owner has written down the backup codes of its second factor. */
  declare backupCodesKept: boolean;
  /** Has a passkey at least. */
  declare hasPasskey: boolean;
  /** The partnership that made it, whose administrators manage it. */
  declare homePartnershipId: string;
}

export const AccountSchema = defineEntity({
  class: Account,
  tableName: 'user',
  schema: 'auth',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    email: p.string().fieldName('address'),
    key: p.string().fieldName('email'),
    emailVerified: p.boolean().fieldName('emailVerified'),
    createdAt: p.datetime().fieldName('createdAt'),
    updatedAt: p.datetime().fieldName('updatedAt'),
    twoFactorEnabled: p.boolean().nullable().fieldName('twoFactorEnabled'),
    open: p.boolean(),
    secondFactorExempt: p.boolean().fieldName('secondFactorExempt'),
    backupCodesKept: p.boolean().fieldName('backupCodesKept'),
    hasPasskey: p.boolean().fieldName('hasPasskey'),
    homePartnershipId: p.string().fieldName('homePartnershipId'),
  },
});

/** A session of an account; made, found and prolonged by the library, and ended by us when somebody leaves. */
export class AccountSession {
  declare id: string;
  declare userId: string;
  /** When a second factor was given that the library does not know of. */
  declare secondFactorAt: Date | null;
  /** When its owner last said again who they are. */
  declare confirmedAt: Date | null;
}

export const AccountSessionSchema = defineEntity({
  class: AccountSession,
  tableName: 'session',
  schema: 'auth',
  properties: {
    id: p.string().primary(),
    userId: p.string().fieldName('userId'),
    secondFactorAt: p.datetime().nullable().fieldName('secondFactorAt'),
    confirmedAt: p.datetime().nullable().fieldName('confirmedAt'),
  },
});

/** A password of an account, hashed by the library's own function; written by us for the first administrator alone. */
export class Credential {
  declare id: string;
  declare userId: string;
  /** With the library, the user's id. */
  declare accountId: string;
  declare providerId: string;
  declare password: string | null;
  declare createdAt: Date;
  declare updatedAt: Date;
}

export const CredentialSchema = defineEntity({
  class: Credential,
  tableName: 'account',
  schema: 'auth',
  properties: {
    id: p.string().primary(),
    userId: p.string().fieldName('userId'),
    accountId: p.string().fieldName('accountId'),
    providerId: p.string().fieldName('providerId'),
    password: p.string().nullable(),
    createdAt: p.datetime().fieldName('createdAt'),
    updatedAt: p.datetime().fieldName('updatedAt'),
  },
});

/** A second factor of an account; removed by us when its device is lost. */
export class SecondFactor {
  declare id: string;
  declare userId: string;
  /** Encrypted by the library. */
  declare secret: string;
  /** Encrypted likewise: a list of {@link BackupCodes}' hashes, without those that were used. */
  declare backupCodes: string;
}

export const SecondFactorSchema = defineEntity({
  class: SecondFactor,
  tableName: 'twoFactor',
  schema: 'auth',
  properties: { id: p.string().primary(), userId: p.string().fieldName('userId'), secret: p.string(), backupCodes: p.string().fieldName('backupCodes') },
});
