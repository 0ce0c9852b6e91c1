import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { EndedSessions } from '../accounts/ended-sessions.js';
import { ProviderLink } from './identity-provider.entity.js';

/** An account at a provider: its issuer and its subject, which no other has, by their digest (OpenID Connect Core 1.0, 5.7). */
export const identityHash = (issuer: string, subject: string): string => createHash('sha256').update(JSON.stringify([issuer, subject])).digest('base64url');

/** Which accounts of providers are whose of ours, and the sessions that they opened; in the open transaction. */
@Injectable()
export class ProviderLinks {
  constructor(
    private readonly database: Database,
    private readonly sessions: EndedSessions,
  ) {}

  /** Whom of ours it is; null where nobody linked it. */
  async ownerOf(providerId: string, hash: string): Promise<string | null> {
    return (await this.database.em.findOne(ProviderLink, { providerId, identityHash: hash }, { refresh: true }))?.userId ?? null;
  }

  async of(userId: string): Promise<ProviderLink[]> {
    return this.database.em.find(ProviderLink, { userId }, { orderBy: { linkedAt: 'asc', id: 'asc' }, refresh: true });
  }

  async count(providerId: string): Promise<number> {
    return this.database.em.count(ProviderLink, { providerId });
  }

  /** @throws RuleError `linked-to-another`, `linked-already` */
  async add({ providerId, partnershipId, identityHash: hash }: Pick<ProviderLink, 'providerId' | 'partnershipId' | 'identityHash'>, userId: string): Promise<void> {
    const added = await this.database.em.execute<{ id: string }[]>(
      `insert into auth.provider_link (id, provider_id, partnership_id, identity_hash, user_id, linked_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
      [v7(), providerId, partnershipId, hash, userId, this.database.clock.now()],
    );
    if (added.length > 0) return;
    const owner = await this.ownerOf(providerId, hash);
    if (owner === null) throw new RuleError('linked-already', 'You have linked another account of your organisation. Remove that one first.');
    // The same again changes nothing.
    if (owner !== userId) throw new RuleError('linked-to-another', 'Somebody else has linked this account of your organisation. Tell your administrator.');
  }

  /** Ends what was opened with it. */
  async remove({ id, providerId, userId }: ProviderLink): Promise<void> {
    await this.database.em.nativeDelete(ProviderLink, { id });
    await this.sessions.end('provider-changed', '"providerId" = ? and "userId" = ?', [providerId, userId]);
  }

  /** Of a provider that is another from now on. */
  async forget(providerId: string): Promise<void> {
    await this.database.em.nativeDelete(ProviderLink, { providerId });
    await this.endSessions(providerId);
  }

  async endSessions(providerId: string): Promise<void> {
    await this.sessions.end('provider-changed', '"providerId" = ?', [providerId]);
  }
}
