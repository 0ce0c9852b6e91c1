import type { itemView } from '@concordat/contracts-jag-cases';
import { caller } from '@concordat/platform-auth';
import { planOf, type ReadItem, Sharing } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** Items as pages show them: with why the reader can see each. */
@Injectable()
export class ItemViews {
  constructor(private readonly sharing: Sharing) {}

  async of(read: readonly ReadItem[]): Promise<z.output<typeof itemView>[]> {
    const why = await this.sharing.explainAll(caller().partnershipId, read.map((one) => one.reasons));
    return read.map(({ item, fields, reasons }, index) => ({
      id: item.id,
      version: item.version,
      subjectId: item.subjectId,
      category: item.category,
      ownerAgencyId: item.ownerAgencyId,
      marking: item.marking,
      fields: keptBack(fields),
      reasons,
      why: why[index] ?? [],
      addedAt: item.createdAt.toISOString(),
      addedByUserId: item.addedBy,
    }));
  }
}

/** The number and the address of a plan for safe contact are asked for at a contact, by the gate. */
function keptBack(fields: Record<string, string>): Record<string, string> {
  return planOf(fields) === null ? fields : Object.fromEntries(Object.entries(fields).filter(([code]) => code !== 'telephone' && code !== 'email'));
}
