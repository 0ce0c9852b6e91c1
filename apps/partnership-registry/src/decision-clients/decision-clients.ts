import { createHash, randomBytes } from 'node:crypto';
import { DecisionClientChanged, type DecisionClient as Shown } from '@concordat/contracts-partnership-registry';
import { Audit } from '@concordat/platform-audit';
import { demandConfirmed } from '@concordat/platform-auth';
import { RuleError } from '@concordat/platform-errors';
import { Outbox } from '@concordat/platform-messaging';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { DecisionClient } from './decision-client.entity.js';

/** As many as a partnership has at once. */
const AT_MOST = 100;

/** Systems of a partnership that ask the sharing policy for decisions. */
@Injectable()
export class DecisionClients {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  async all(partnershipId: string): Promise<DecisionClient[]> {
    return this.database.rows(DecisionClient).find({ partnershipId }, { orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }], limit: AT_MOST });
  }

  /** @throws ProblemError 403 `confirmation-needed`; RuleError `too-many-clients` */
  async add(partnershipId: string, name: string): Promise<{ client: DecisionClient; secret: string }> {
    demandConfirmed(this.database.clock.now());
    const rows = this.database.rows(DecisionClient);
    if ((await rows.count({ partnershipId })) >= AT_MOST) throw new RuleError('too-many-clients', 'There can be no more systems that ask. Use one that there is.');
    const secret = randomBytes(32).toString('base64url');
    const client = rows.insert({ partnershipId, name, secretHash: createHash('sha256').update(secret).digest('hex'), active: true });
    await this.#tell(client);
    await this.audit.record({ action: 'created', kind: 'decision-client', ids: [client.id] });
    return { client, secret };
  }

  /** @throws NotFoundError; StaleVersionError; RuleError `closed-already` */
  async close(partnershipId: string, id: string, version: number): Promise<DecisionClient> {
    const rows = this.database.rows(DecisionClient);
    const client = await rows.get({ partnershipId, id });
    if (client.version === version && !client.active) throw new RuleError('closed-already', 'This system cannot ask any more already.');
    await rows.change(client, version, { active: false });
    await this.#tell(client);
    await this.audit.record({ action: 'changed', kind: 'decision-client', ids: [id] });
    return client;
  }

  async #tell({ id, version, secretHash, active }: DecisionClient): Promise<void> {
    await this.database.em.flush();
    await this.outbox.publish(DecisionClientChanged, { aggregateId: id, version, payload: { secretHash, active } });
  }
}

export const shownDecisionClient = ({ id, partnershipId, name, active, version, updatedAt }: DecisionClient): Shown => ({
  id, name, clientId: `${partnershipId}.${id}`, active, version, updatedAt: updatedAt.toISOString(),
});
