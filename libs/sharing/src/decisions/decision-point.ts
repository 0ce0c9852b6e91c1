import type { EvaluationAnswer, EvaluationRequest, EvaluationsRequest } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { InvalidInputError } from '@concordat/platform-errors';
import { Database, scopeOf } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { StoredItem } from '../items/item.entity.js';
import { ACTIONS, type Action } from '../policy/vocabulary.js';
import { sql } from '../query/sql.js';
import { Sharing, type Reader } from '../service/sharing.js';
import type { KnownClient } from './decision-clients.js';
import { completed, ends } from './semantics.js';

/** A question that this policy knows how to answer. */
interface Asked {
  userId: string;
  /** The agency for which the user acts; needed of somebody who acts for several. */
  agencyId: string | null;
  action: Action;
  itemId: string;
  /** Asked for another purpose than the case's, the answer is no. */
  purpose: string | null;
}

const DENIED: EvaluationAnswer = { decision: false };

const asked = z.object({
  subject: z.object({ type: z.literal('user'), id: z.uuid(), properties: z.object({ agency: z.uuid().optional() }).optional() }),
  action: z.object({ name: z.enum(ACTIONS) }),
  resource: z.object({ type: z.literal('item'), id: z.uuid() }),
  context: z.object({ purpose: z.string().optional() }).optional(),
});

/**
 * Answers registered systems by the policy that pages ask: the same statement, under the row-level security of the user who is
 * asked about. A permit to another agency leaves its share receipt before it is answered, and every question is audited.
 * Whatever is not known, is hidden or has no sense here is denied, with the same bytes.
 */
@Injectable()
export class DecisionPoint {
  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
    private readonly audit: Audit,
  ) {}

  async evaluate(client: KnownClient, request: EvaluationRequest): Promise<EvaluationAnswer> {
    const question = askedOf(request);
    const answer = question === null ? DENIED : await this.#decide(client, question);
    await this.#keep(client, request, answer);
    return answer;
  }

  /** @throws InvalidInputError where there is no list of questions and the one at the top is incomplete */
  async evaluateAll(client: KnownClient, request: EvaluationsRequest): Promise<EvaluationAnswer | { evaluations: EvaluationAnswer[] }> {
    const { evaluations = [], options } = request;
    if (evaluations.length === 0) {
      const only = completed(request, {});
      if (only === null) throw new InvalidInputError([{ path: 'body', message: 'Give a subject, an action and a resource' }]);
      return this.evaluate(client, only);
    }
    const answers: EvaluationAnswer[] = [];
    for (const one of evaluations) {
      const whole = completed(request, one);
      const answer = whole === null ? incomplete() : await this.evaluate(client, whole);
      answers.push(answer);
      if (ends(options?.evaluations_semantic ?? 'execute_all', answer)) break;
    }
    return { evaluations: answers };
  }

  async #decide({ partnershipId }: KnownClient, { userId, agencyId, action, itemId, purpose }: Asked): Promise<EvaluationAnswer> {
    const reader = await this.#reader(partnershipId, userId, agencyId);
    if (reader === null) return DENIED;
    const fields = await this.database.transaction(reader, async () => {
      const forPurpose = purpose === null ? sql`true` : sql`exists (select from sharing_case sc where sc.partnership_id = i.partnership_id and sc.id = i.case_id and sc.purpose = ${purpose})`;
      const [found] = await this.sharing.items(StoredItem, this.sharing.question(reader, action), { where: sql`i.id = ${itemId}::uuid and ${forPurpose}`, orderBy: sql`i.id`, limit: 1 });
      return found?.fields ?? [];
    });
    return fields.length === 0 ? DENIED : { decision: true, context: { fields } };
  }

  /**
   * The membership by which the user acts; null where there is none, or several and none is named. In one agency the first
   * is their own: those after it let them act for somebody else, and end with it.
   */
  async #reader(partnershipId: string, userId: string, agencyId: string | null): Promise<Reader | null> {
    const rows = await this.database.transaction(scopeOf(partnershipId), () =>
      this.database.em.execute<{ id: string; agency_id: string }[]>(
        'select distinct on (agency_id) id, agency_id from membership_projection where partnership_id = ? and user_id = ? and active and (?::uuid is null or agency_id = ?::uuid) order by agency_id, id limit 2',
        [partnershipId, userId, agencyId, agencyId],
      ),
    );
    const [only, another] = rows;
    return only === undefined || another !== undefined ? null : { partnershipId, userId, membershipId: only.id, agencyId: only.agency_id };
  }

  async #keep({ id, partnershipId }: KnownClient, { subject, action, resource }: EvaluationRequest, { decision }: EvaluationAnswer): Promise<void> {
    const ids = [id, ...[subject.id, resource.id].filter((one) => z.uuid().safeParse(one).success)];
    // Ids and codes alone: what else a system sends may be about a person, and is not kept.
    const known = ACTIONS.find((one) => one === action.name) ?? 'other';
    await this.database.transaction(scopeOf(partnershipId), () => this.audit.record({ action: 'viewed', kind: 'decision', ids, detail: { client: id, action: known, decision } }));
  }
}

function askedOf(request: EvaluationRequest): Asked | null {
  const read = asked.safeParse(request);
  if (!read.success) return null;
  const { subject, action, resource, context } = read.data;
  return { userId: subject.id, agencyId: subject.properties?.agency ?? null, action: action.name, itemId: resource.id, purpose: context?.purpose ?? null };
}

const incomplete = (): EvaluationAnswer => ({ decision: false, context: { error: { status: 400, message: 'Give a subject, an action and a resource' } } });
