import { Database, type PartnershipRow, type RowChanges } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { Area } from '../areas/area.entity.js';
import { PublishedMark } from '../dashboards/published-mark.entity.js';
import { Measure } from '../measures/measure.entity.js';
import type { FileDraft, ImportCounts } from './draft.js';
import { PlannedAction } from './planned-action.entity.js';

/** What people printed beside figures: marks of dashboards, lines of action plans. A change keeps its history. */
@Injectable()
export class PrintedStore {
  constructor(private readonly database: Database) {}

  async save(partnershipId: string, draft: FileDraft): Promise<ImportCounts> {
    const counts: ImportCounts = { added: 0, restated: 0, unchanged: 0 };
    if (draft.marks.length > 0) await this.saveMarks(partnershipId, draft, counts);
    if (draft.actions.length > 0) await this.saveActions(partnershipId, draft, counts);
    await this.database.em.flush();
    return counts;
  }

  private async saveMarks(partnershipId: string, draft: FileDraft, counts: ImportCounts): Promise<void> {
    const measures = new Map((await this.database.rows(Measure).find({ partnershipId })).map(({ code, id }) => [code, id]));
    const areas = new Map((await this.database.rows(Area).find({ partnershipId })).map(({ code, id }) => [code, id]));
    const rows = this.database.rows(PublishedMark);
    const present = new Map((await rows.find({ partnershipId })).map((mark) => [`${mark.measureId} ${mark.areaId} ${mark.comparison}`, mark]));
    for (const { measureCode, areaCode, ...printed } of draft.marks) {
      const place = { measureId: measures.get(measureCode) ?? '', areaId: areas.get(areaCode) ?? '' };
      const before = present.get(`${place.measureId} ${place.areaId} ${printed.comparison}`);
      if (before === undefined) {
        rows.insert({ partnershipId, ...place, ...printed });
        counts.added += 1;
      } else await this.restate(PublishedMark, before, printed, counts);
    }
  }

  private async saveActions(partnershipId: string, draft: FileDraft, counts: ImportCounts): Promise<void> {
    const rows = this.database.rows(PlannedAction);
    const present = new Map((await rows.find({ partnershipId })).map((action) => [action.code, action]));
    for (const { end, ...printed } of draft.actions) {
      const before = present.get(printed.code);
      if (before === undefined) {
        rows.insert({ partnershipId, ...printed, endDate: end });
        counts.added += 1;
      } else await this.restate(PlannedAction, before, { ...printed, endDate: end }, counts);
    }
  }

  private async restate<E extends PartnershipRow>(entity: new () => E, before: E, printed: RowChanges<E>, counts: ImportCounts): Promise<void> {
    const version = before.version;
    await this.database.rows<E>(entity).change(before, version, printed, 'imported again');
    if (before.version === version) counts.unchanged += 1;
    else counts.restated += 1;
  }
}
