import type { actionView } from '@concordat/contracts-jag-cases';
import { caller } from '@concordat/platform-auth';
import { Database } from '@concordat/platform-persistence';
import { ItemReading, londonDate, type ReadItem } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Case } from '../cases/case.entity.js';
import type { Action } from './action.entity.js';

export type ActionView = z.output<typeof actionView>;

export const isOpen = (action: Pick<Action, 'state'>): boolean => action.state === 'given' || action.state === 'accepted';

/** What was read of the cases of actions already. */
export interface KnownOfActions {
  cases?: readonly Case[];
  /** All of their items that the caller may read, by id. */
  texts?: ReadonlyMap<string, ReadItem>;
}

/** Actions as the caller may see them: one whose text they may not read is not there. */
@Injectable()
export class ActionViews {
  constructor(
    private readonly database: Database,
    private readonly items: ItemReading,
  ) {}

  /** Actions of cases that the caller was let see, in the order given. */
  async of(actions: readonly Action[], known: KnownOfActions = {}): Promise<ActionView[]> {
    if (actions.length === 0) return [];
    const who = caller();
    const texts = known.texts ?? (await this.items.byIds(actions.flatMap(({ whatItemId, resultItemId }) => (resultItemId === null ? [whatItemId] : [whatItemId, resultItemId]))));
    const cases = known.cases ?? (await this.database.rows(Case).find({ partnershipId: who.partnershipId, id: { $in: [...new Set(actions.map((action) => action.caseId))] } }));
    const today = londonDate(this.database.clock.now());
    return actions.flatMap((action) => {
      const what = texts.get(action.whatItemId)?.fields.action;
      const found = cases.find((one) => one.id === action.caseId);
      if (what === undefined || found === undefined) return [];
      const { id, version, number, caseId, agencyId, userId, due, kind, state, meetingId, resultItemId } = action;
      const came = resultItemId === null ? undefined : texts.get(resultItemId);
      const why = [...new Set([...(texts.get(action.whatItemId)?.why ?? []), ...(came?.why ?? [])])];
      const mine = isOpen(action) && agencyId === who.agencyId && who.roles.some((role) => role !== 'analyst' && role !== 'auditor');
      return [{ id, version, number: found.ownerAgencyId === who.agencyId ? number : null, caseId, caseReference: found.reference, what, agencyId, userId, due, kind, state, overdue: isOpen(action) && due < today, result: came?.fields.result ?? null, why, meetingId, mine }];
    });
  }
}
