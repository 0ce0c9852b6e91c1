import type { Caller } from '@concordat/platform-auth';
import { InvalidInputError, RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { keyHash, openAnswer, requestHash, sealAnswer } from './sealed-answer.js';
import { KEPT_HOURS } from './kept-hours.js';

const KEY = /^[\w.:-]{16,200}$/;

const keptRow = z.object({ id: z.string(), request_hash: z.instanceof(Buffer), answer: z.instanceof(Buffer).nullable() });

export interface ChangeRequest {
  caller: Caller;
  /** Method and path of the contract. */
  route: string;
  url: string;
  body: unknown;
}

export interface IdempotentAnswer {
  answer: unknown;
  /** The answer was given before, and nothing was done now. */
  repeated: boolean;
}

/**
 * The header of a change, or null.
 *
 * @throws InvalidInputError for one that is too short to be random
 */
export function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !KEY.test(header)) {
    throw new InvalidInputError([{ path: 'headers.idempotency-key', message: 'Must be 16 to 200 letters, numbers, dots, colons or hyphens' }]);
  }
  return header;
}

/** One effect for one `Idempotency-Key`, however often and however fast it comes. */
@Injectable()
export class IdempotentAnswers {
  constructor(private readonly database: Database) {}

  /**
   * Runs `work` in the open transaction unless the key was used; a second request at the same time waits here for the
   * first one's commit.
   *
   * @throws RuleError 422 `idempotency-key-reused` when the key came with another request
   */
  async once(key: string, request: ChangeRequest, work: () => Promise<unknown>): Promise<IdempotentAnswer> {
    const asked = requestHash(request.url, request.body);
    const place = `${request.caller.membershipId}\n${request.route}`;
    const mine = [request.caller.partnershipId, request.caller.membershipId, request.route, keyHash(key)];
    const claimed = await this.claim(mine, asked);
    if (claimed) {
      const answer = await work();
      await this.database.em.execute(
        'update idempotency_key set answer = ?, updated_at = now() where partnership_id = ? and membership_id = ? and route = ? and key_hash = ?',
        [sealAnswer(key, place, answer), ...mine],
        'run',
      );
      return { answer, repeated: false };
    }
    const [found] = await this.database.em.execute<unknown[]>(
      'select id, request_hash, answer from idempotency_key where partnership_id = ? and membership_id = ? and route = ? and key_hash = ?',
      mine,
    );
    const kept = keptRow.parse(found);
    if (!kept.request_hash.equals(asked)) {
      throw new RuleError('idempotency-key-reused', 'This idempotency key was used for another request');
    }
    if (kept.answer === null) throw new Error('An idempotency key was committed without its answer');
    return { answer: openAnswer(key, place, kept.answer), repeated: true };
  }

  private async claim(mine: readonly unknown[], asked: Buffer): Promise<boolean> {
    await this.database.em.execute(
      `delete from idempotency_key where partnership_id = ? and membership_id = ? and created_at < now() - interval '${KEPT_HOURS} hours'`,
      mine.slice(0, 2),
      'run',
    );
    const rows = await this.database.em.execute<unknown[]>(
      `insert into idempotency_key (partnership_id, membership_id, route, key_hash, request_hash) values (?, ?, ?, ?, ?)
       on conflict (partnership_id, membership_id, route, key_hash) do nothing returning id`,
      [...mine, asked],
    );
    return rows.length === 1;
  }
}
