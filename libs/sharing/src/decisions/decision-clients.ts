import { createHash, timingSafeEqual } from 'node:crypto';
import { DecisionClientChanged } from '@concordat/contracts-partnership-registry';
import type { EventOf } from '@concordat/contracts-protocol';
import { NotSignedInError, PermanentFailure } from '@concordat/platform-errors';
import { Consumes } from '@concordat/platform-messaging';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Controller, Injectable } from '@nestjs/common';
import { z } from 'zod';

/** A registered system that has shown its secret. */
export interface KnownClient {
  id: string;
  partnershipId: string;
}

const basic = z.string().regex(/^Basic [A-Za-z0-9+/]+={0,2}$/i).max(1_000);
const credentials = z.tuple([z.uuid(), z.uuid(), z.string().min(1)]);

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
/** Compared with where there is no such client, so that it costs the same. */
const NOBODY = hashOf('');

/** Systems that ask for decisions, by their credentials (HTTP Basic). A client is of one partnership, which its identifier names. */
@Injectable()
export class DecisionClients {
  constructor(private readonly database: Database) {}

  /** @throws NotSignedInError without credentials, for a client that there is not or no longer, and for another secret, alike */
  async demand(authorization: string | undefined): Promise<KnownClient> {
    const given = basic.safeParse(authorization);
    if (!given.success) throw new NotSignedInError();
    const text = Buffer.from(given.data.slice('Basic '.length), 'base64').toString();
    const place = text.indexOf(':');
    const parts = credentials.safeParse([...text.slice(0, Math.max(0, place)).split('.'), text.slice(place + 1)]);
    if (!parts.success) throw new NotSignedInError();
    const [partnershipId, id, secret] = parts.data;
    const known = await this.database.transaction(scopeOf(partnershipId), () =>
      this.database.em.execute<{ secret_hash: string }[]>('select secret_hash from decision_client where partnership_id = ? and id = ? and active', [partnershipId, id]),
    );
    const [row] = known;
    const same = timingSafeEqual(row === undefined ? NOBODY : Buffer.from(row.secret_hash, 'hex'), hashOf(secret));
    if (row === undefined || !same) throw new NotSignedInError();
    return { id, partnershipId };
  }
}

/** Keeps the service's own copy of them. */
@Controller()
export class DecisionClientConsumer {
  constructor(private readonly database: Database) {}

  @Consumes(DecisionClientChanged)
  async changed({ aggregateId, partnershipId, version, payload }: EventOf<typeof DecisionClientChanged>): Promise<void> {
    if (partnershipId === null) throw new PermanentFailure('A system that asks belongs to a partnership, and the event names none');
    await this.database.em.execute(
      `insert into decision_client (id, partnership_id, version, secret_hash, active) values (?, ?, ?, ?, ?)
       on conflict (id) do update set version = excluded.version, secret_hash = excluded.secret_hash, active = excluded.active, updated_at = now()`,
      [aggregateId, partnershipId, version, payload.secretHash, payload.active],
      'run',
    );
  }
}
