import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';
import type { ImportKind } from './draft.js';

/** A file that brought or restated values. One that changed nothing leaves no row. */
export class ImportRun extends PartnershipRow {
  declare kind: ImportKind;
  declare fileName: string;
  declare rows: number;
  declare added: number;
  declare restated: number;
  declare unchanged: number;
}

export const ImportRunSchema = defineEntity({
  class: ImportRun,
  tableName: 'import_run',
  properties: {
    ...partnershipRow,
    kind: p.string().$type<ImportKind>(),
    fileName: p.string(),
    rows: p.integer(),
    added: p.integer(),
    restated: p.integer(),
    unchanged: p.integer(),
  },
});
