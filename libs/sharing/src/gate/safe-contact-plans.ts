import type { SafeContactPlan } from '@concordat/contracts-protocol';
import { Injectable } from '@nestjs/common';
import type { StoredItem } from '../items/item.entity.js';
import { ItemReading } from '../items/item-reading.js';
import { sql } from '../query/sql.js';
import { planOf } from './plan-fields.js';

/** A plan for safe contact and the item that holds it. */
export interface KeptPlan {
  item: StoredItem;
  plan: SafeContactPlan;
  /** Why the caller can see it, in plain English. */
  why: string[];
}

/** Plans for safe contact, as the caller may read them. */
@Injectable()
export class SafeContactPlans {
  constructor(private readonly items: ItemReading) {}

  /** The newest of a subject on a case, or null. */
  async of(caseId: string, subjectId: string): Promise<KeptPlan | null> {
    return (await this.all(caseId, subjectId)).at(-1) ?? null;
  }

  /** Every one, the oldest first. */
  async all(caseId: string, subjectId: string): Promise<KeptPlan[]> {
    const read = await this.items.read(sql`i.case_id = ${caseId}::uuid and i.subject_id = ${subjectId}::uuid and i.category = 'contact'`);
    return read.flatMap(({ item, fields, why }) => {
      const plan = planOf(fields);
      return plan === null ? [] : [{ item, plan, why }];
    });
  }
}
