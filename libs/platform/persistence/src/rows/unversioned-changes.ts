import { ChangeSetType, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/core';
import { PartnershipRow } from './partnership-row.js';

/** Refuses a flush that would change a versioned row past `Rows.change`: its version and history would be lost. */
export class NoUnversionedChanges implements EventSubscriber {
  onFlush({ uow }: FlushEventArgs): void {
    for (const { type, entity, payload, meta } of uow.getChangeSets()) {
      if (type === ChangeSetType.UPDATE && entity instanceof PartnershipRow) {
        throw new Error(`${meta.className} was changed without Rows.change (${Object.keys(payload).join(', ')}): its version and history would be lost`);
      }
    }
  }
}
