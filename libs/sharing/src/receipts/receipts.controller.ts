import { receiptRoutes, type CaseService, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { Replays } from './replay.js';
import { Seen } from './seen.js';

/** Share receipts for those whom they concern, each with the policy's answer of that time. */
export function receiptsController(service: CaseService): Type {
  const routes = receiptRoutes(service);

  @Controller()
  class ReceiptsController {
    constructor(
      private readonly seen: Seen,
      private readonly replays: Replays,
    ) {}

    @Endpoint(routes.ofCase, 'signed-in')
    async ofCase(@Input() { params, query }: InputOf<typeof routes.ofCase>): Promise<OutputOf<typeof routes.ofCase>> {
      return this.seen.ofCase(params.caseId, query);
    }

    @Endpoint(routes.replay, 'signed-in')
    async replay(@Input() { params }: InputOf<typeof routes.replay>): Promise<OutputOf<typeof routes.replay>> {
      const { receipt, caseId, restsOn } = await this.seen.one(params.receiptId);
      const replayed = await this.replays.replay(caller().partnershipId, params.receiptId);
      if (replayed === null) throw new NotFoundError('receipt');
      return { receipt, caseId, agrees: replayed.agrees, rests: Object.entries(restsOn).map(([row, version]) => ({ row: row.split('/')[0] ?? row, version })) };
    }
  }

  return ReceiptsController;
}
