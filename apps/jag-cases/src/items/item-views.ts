import type { itemView } from '@concordat/contracts-jag-cases';
import { planOf, type ReadItem } from '@concordat/sharing';
import type { z } from 'zod';

/** Items as pages show them: with why the reader can see each. */
export function itemViews(read: readonly ReadItem[]): z.output<typeof itemView>[] {
  return read.map(({ item, fields, reasons, why }) => ({
    id: item.id,
    version: item.version,
    subjectId: item.subjectId,
    category: item.category,
    ownerAgencyId: item.ownerAgencyId,
    marking: item.marking,
    fields: keptBack(fields),
    reasons,
    why,
    addedAt: item.createdAt.toISOString(),
    addedByUserId: item.addedBy,
  }));
}

/** The number and the address of a plan for safe contact are asked for at a contact, by the gate. */
function keptBack(fields: Record<string, string>): Record<string, string> {
  return planOf(fields) === null ? fields : Object.fromEntries(Object.entries(fields).filter(([code]) => code !== 'telephone' && code !== 'email'));
}
